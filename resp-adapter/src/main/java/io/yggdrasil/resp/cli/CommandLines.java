package io.yggdrasil.resp.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** The commands of {@code yggdrasil}: {@code start}, {@code version}, and those that are added. */
public final class CommandLines {
    private static final Set<String> OF_THE_ROOT = Set.of("-h", "--help", "-V", "--version");
    private static final String STOP = "stop";

    private CommandLines() {}

    /** The command line that starts servers with {@code servers}. */
    public static CommandLine create(Servers servers) {
        Root program = new Root();
        CommandSpec spec =
                CommandSpec.wrapWithoutInspection(program).name("yggdrasil").mixinStandardHelpOptions(true);
        spec.usageMessage().description("A tiered, Redis-speaking store on an Apache Ignite grid.");
        spec.versionProvider(CommandLines::version);
        CommandLine root = new CommandLine(spec);
        program.line = root;
        root.addSubcommand(StartCommand.create(servers));
        root.addSubcommand("version", versionCommand());
        root.setParameterExceptionHandler((e, args) -> {
            PrintWriter err = e.getCommandLine().getErr();
            err.println("yggdrasil: " + (e.getCommandLine() == root ? unknown(root, args[0]) : e.getMessage()));
            return ExitCode.WRONG_USE;
        });
        return root;
    }

    /** The root takes no argument but its options, so the first one is what it does not know. */
    private static String unknown(CommandLine root, String word) {
        String commands =
                "the commands are " + String.join(", ", root.getSubcommands().keySet());
        return "there is no command '" + word + "'; "
                + (word.equals(STOP) ? "a server stops on Ctrl-C, SIGTERM, or SHUTDOWN of a Redis client; " : "")
                + commands;
    }

    /** Without a command there is nothing to do but to tell which there are. */
    private static final class Root implements Callable<Integer> {
        private @Nullable CommandLine line;

        @Override
        public Integer call() {
            if (line != null) {
                line.usage(line.getErr());
            }
            return ExitCode.WRONG_USE;
        }
    }

    /** The arguments with {@code start} put before them where there are options and no command is named. */
    public static String[] withCommand(String... arguments) {
        boolean named = arguments.length == 0 || !arguments[0].startsWith("-") || OF_THE_ROOT.contains(arguments[0]);
        if (named) {
            return arguments;
        }
        String[] full = new String[arguments.length + 1];
        full[0] = StartCommand.NAME;
        System.arraycopy(arguments, 0, full, 1, arguments.length);
        return full;
    }

    private static CommandLine versionCommand() {
        CommandSpec spec = CommandSpec.wrapWithoutInspection((Runnable) () -> {
            for (String line : version()) {
                System.out.println(line);
            }
        });
        spec.usageMessage().description("Prints the version.");
        return new CommandLine(spec);
    }

    private static String[] version() {
        String version = CommandLines.class.getPackage().getImplementationVersion();
        return List.of("Yggdrasil " + (version == null ? "(development)" : version), "Java " + Runtime.version())
                .toArray(String[]::new);
    }
}
