package io.yggdrasil.resp.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.yggdrasil.accel.Accelerators;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class AccelCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    private int run(String... settings) {
        List<String> arguments = new ArrayList<>();
        for (String setting : settings) {
            arguments.addAll(List.of("--set", setting));
        }
        arguments.addAll(List.of("--millis", "20", "--set", "accel.profile-file=" + profile()));
        return execute(arguments.toArray(String[]::new));
    }

    private int execute(String... arguments) {
        return new CommandLine(new AccelCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    private Path profile() {
        return folder.resolve("profile");
    }

    @Test
    void accel_tellsWhatIsThere_howFast_andWhoIsCalled() {
        assertEquals(ExitCode.DONE, run(), err::toString);
        String text = out.toString();
        Accelerators found = Accelerators.find();
        found.usable().forEach(one -> assertTrue(text.matches("(?s).*\\b" + one.name() + " +used\\R.*"), text));
        found.names().stream()
                .filter(name -> found.problem(name) != null)
                .forEach(name -> assertTrue(text.lines().anyMatch(line -> line.matches(name + " +missing: .+")), text));
        String number = " +[0-9.]+";
        assertTrue(text.matches("(?s).*\\RMB/s of calls of +64b +1kb +16kb +256kb +call, ns +ns/KB\\R.*"), text);
        for (String operation : List.of("xxh3", "seal", "encode \\(6,3\\)")) {
            assertTrue(text.matches("(?s).*\\R" + operation + " +portable" + number.repeat(5) + ".*"), text);
        }
        assertTrue(text.matches("(?s).*\\RCalls go to\\R.*\\Rxxh3 +portable\\R.*"), text);
    }

    @Test
    void accel_again_readsTheProfile_andMeasuresAnewWhenTold() throws IOException {
        assertEquals(ExitCode.DONE, run(), err::toString);
        String measured = Files.readString(profile());
        Files.writeString(profile(), measured.replaceAll("(xxh3 .*) 1024=[0-9.]+", "$1 1024=123456.0"));
        assertEquals(ExitCode.DONE, run(), err::toString);
        assertTrue(Files.readString(profile()).contains("1024=123456.0"));
        assertEquals(
                ExitCode.DONE,
                execute("--fresh", "--millis", "20", "--set", "accel.profile-file=" + profile()),
                err::toString);
        assertFalse(Files.readString(profile()).contains("1024=123456.0"));
    }

    @Test
    void accel_forbidden_isLeftOut() {
        List<String> others = new ArrayList<>(Accelerators.known());
        others.remove("portable");
        assertEquals(ExitCode.DONE, run("accel.forbid=" + String.join(",", others)), err::toString);
        String text = out.toString();
        assertEquals(1, text.lines().filter(line -> line.endsWith(" used")).count(), text);
        assertTrue(text.matches("(?s).*encode \\(6,3\\) +portable\\R.*"), text);
    }

    @Test
    void accel_forcedOneThatIsMissing_failsWithItsReason() {
        Accelerators found = Accelerators.find();
        List<String> missing = found.names().stream()
                .filter(name -> found.problem(name) != null)
                .toList();
        assumeTrue(!missing.isEmpty(), "all accelerators are there");
        String name = missing.get(0);
        assertEquals(ExitCode.FAILED, run("accel.use=" + name));
        assertEquals(
                "accel: accel.use=" + name + ": " + found.problem(name),
                err.toString().strip());
        assertEquals("", out.toString());
    }

    @Test
    void accel_wrongNames_areMistakesOfTheirKey() {
        assertEquals(ExitCode.WRONG_USE, run("accel.use=isle", "accel.verify-every=-1"));
        assertTrue(
                err.toString()
                        .matches(
                                "(?s)accel: 2 mistakes in the configuration:.*"
                                        + "accel\\.verify-every = -1  \\(--set\\): allowed is 0 to 1000000000\\R.*"
                                        + "accel\\.use = isle  \\(--set\\): there is no such accelerator; there are .*portable.*"),
                err::toString);
        assertEquals(ExitCode.WRONG_USE, execute("--millis", "-1"));
        assertEquals(ExitCode.FAILED, run("accel.forbid=portable"));
        assertTrue(err.toString().contains("accel: accel.forbid=portable: it is what all others are compared with"));
    }
}
