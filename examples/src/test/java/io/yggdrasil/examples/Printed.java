package io.yggdrasil.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;

/** What a program writes to stdout. */
final class Printed {
    /** A program's {@code main}. */
    interface Program {
        void main(String... arguments) throws Exception;
    }

    static {
        // What Ignite says goes to the logger, not to the console.
        System.setProperty("IGNITE_QUIET", "false");
        System.setProperty("IGNITE_NO_ASCII", "true");
    }

    private Printed() {}

    /** Runs the program to its end and returns the lines that it printed. */
    static List<String> by(Program program, String... arguments) throws Exception {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream stdout = System.out;
        System.setOut(new PrintStream(printed, true, UTF_8));
        try {
            program.main(arguments);
        } finally {
            System.setOut(stdout);
        }
        return printed.toString(UTF_8).lines().toList();
    }
}
