package io.yggdrasil.resp.cli;

import io.yggdrasil.resp.config.ConfigurationSources;
import io.yggdrasil.resp.config.InvalidConfigurationException;
import io.yggdrasil.resp.config.Nearest;
import io.yggdrasil.resp.config.ServerConfiguration;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * {@code yggdrasil start}. Options take any text: the configuration checks their values, so that all mistakes are reported
 * together whichever source they are in.
 */
final class StartCommand implements Callable<Integer> {
    static final String NAME = "start";

    private static final String CONFIG = "--config";
    private static final String FILE = "FILE";
    private static final String ASSIGNMENT = "KEY=VALUE";
    private static final String SET = "--set";
    private static final String PRINT = "--print-config";
    private static final String HOME = "yggdrasil.home";

    /** What no command line can hold. */
    private static final String MISSING = "\0";

    /**
     * An option that sets a key.
     *
     * @param name the option
     * @param label what its value is called
     * @param absent the value when the option is given without one; {@link #MISSING} where that is a mistake
     * @param description one line
     */
    private record KeyOption(String name, String label, String absent, String description) {
        String key() {
            return name.substring(2);
        }
    }

    private static final List<KeyOption> KEY_OPTIONS = List.of(
            new KeyOption("--port", "PORT", MISSING, "Port for Redis clients (6379)."),
            new KeyOption("--bind", "ADDRESS,...", MISSING, "Where to listen for them (127.0.0.1)."),
            new KeyOption("--data", "DIR", MISSING, "Keep the data in this folder as well (memory only)."),
            new KeyOption(
                    "--maxmemory", "SIZE", MISSING, "Memory for data, like 100mb or 4gb (half of the machine's)."),
            new KeyOption(
                    "--join", "HOST:PORT,...", MISSING, "Other nodes' join addresses: several nodes form one grid."),
            new KeyOption("--cluster-enabled", "yes|no", "yes", "Redirect clients as Redis Cluster does (no)."),
            new KeyOption("--requirepass", "PASSWORD", MISSING, "Password that clients must give (none)."));

    private final Servers servers;
    private final CommandSpec spec;

    private StartCommand(Servers servers) {
        this.servers = servers;
        this.spec = CommandSpec.wrapWithoutInspection(this);
        spec.name(NAME);
        spec.usageMessage()
                .abbreviateSynopsis(true)
                .sortOptions(false)
                .description("Starts a node in the foreground.")
                .footer(
                        "",
                        "Sources, from the weakest: defaults, config/yggdrasil.conf or --config FILE, variables",
                        "YGGDRASIL_<KEY>, options, --set. All keys: " + PRINT + ", config/yggdrasil.conf.");
        KEY_OPTIONS.forEach(
                option -> spec.addOption(text(option.name(), option.label(), option.absent(), option.description())));
        spec.addOption(text(CONFIG, FILE, MISSING, "Configuration file (config/yggdrasil.conf beside the launcher)."));
        spec.addOption(OptionSpec.builder(SET)
                .type(List.class)
                .auxiliaryTypes(String.class)
                .arity("0..1")
                .fallbackValue(MISSING)
                .paramLabel(ASSIGNMENT)
                .hideParamSyntax(true)
                .description("Sets any key of the configuration. May be repeated.")
                .build());
        spec.addOption(OptionSpec.builder(PRINT)
                .type(boolean.class)
                .description("Prints the effective configuration and ends.")
                .build());
        spec.addOption(OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Shows this help.")
                .build());
    }

    private static OptionSpec text(String name, String label, String absent, String description) {
        return OptionSpec.builder(name)
                .type(String.class)
                .arity("0..1")
                .fallbackValue(absent)
                .paramLabel(label)
                .hideParamSyntax(true)
                .description(description)
                .build();
    }

    static CommandLine create(Servers servers) {
        return new CommandLine(new StartCommand(servers).spec)
                .setUnmatchedArgumentsAllowed(true)
                .setUnmatchedOptionsArePositionalParams(false)
                .setOverwrittenOptionsAllowed(true)
                .setOptionsCaseInsensitive(false);
    }

    @Override
    public Integer call() {
        CommandLine line = spec.commandLine();
        ParseResult given = line.getParseResult();
        ConfigurationSources sources = sources(given);
        ServerConfiguration configuration;
        try {
            configuration = sources.read();
        } catch (InvalidConfigurationException e) {
            line.getErr().println("yggdrasil: " + e.getMessage());
            return ExitCode.WRONG_USE;
        }
        if (given.hasMatchedOption(PRINT)) {
            line.getOut().print(sources.print());
            line.getOut().flush();
            return ExitCode.DONE;
        }
        return new ServerProcess(servers, System.out, System.err).run(configuration);
    }

    private static ConfigurationSources sources(ParseResult given) {
        ConfigurationSources sources = new ConfigurationSources();
        String file = given.matchedOptionValue(CONFIG, "");
        if (file.equals(MISSING) || (file.isEmpty() && given.hasMatchedOption(CONFIG))) {
            addMissing(sources, CONFIG, FILE);
        } else if (!file.isEmpty()) {
            sources.file(Path.of(file));
        } else if (Files.isRegularFile(standardFile())) {
            sources.standardFile(standardFile());
        }
        sources.environment(System.getenv());
        for (KeyOption option : KEY_OPTIONS) {
            if (given.hasMatchedOption(option.name())) {
                addOption(sources, option, given.matchedOptionValue(option.name(), MISSING));
            }
        }
        List<String> assignments = given.matchedOptionValue(SET, List.of());
        for (String assignment : assignments) {
            if (assignment.equals(MISSING)) {
                addMissing(sources, SET, ASSIGNMENT);
            } else {
                sources.set(assignment);
            }
        }
        given.unmatched().forEach(word -> addUnknown(sources, word));
        return sources;
    }

    private static void addOption(ConfigurationSources sources, KeyOption option, String value) {
        if (value.equals(MISSING)) {
            addMissing(sources, option.name(), option.label());
        } else if (value.isBlank()) {
            sources.mistake(
                    option.name(),
                    "",
                    "command line",
                    "its value is empty; --set " + option.key() + "= is how to set it to nothing");
        } else {
            sources.option(option.name(), option.key(), value);
        }
    }

    private static void addMissing(ConfigurationSources sources, String option, String label) {
        sources.mistake(option, "", "command line", "its value is missing: " + option + " " + label);
    }

    private static void addUnknown(ConfigurationSources sources, String word) {
        List<String> names = new ArrayList<>(List.of(CONFIG, SET, PRINT, "--help"));
        KEY_OPTIONS.forEach(option -> names.add(option.name()));
        int equals = word.indexOf('=');
        String name = equals < 0 ? word : word.substring(0, equals);
        String nearest = word.startsWith("-") ? Nearest.to(name, names) : null;
        sources.mistake(
                name,
                equals < 0 ? "" : word.substring(equals + 1),
                "command line",
                "there is no such option" + (nearest == null ? "" : "; did you mean " + nearest + "?"));
    }

    /** The file beside the launcher, which names its folder. */
    static Path standardFile() {
        return Path.of(System.getProperty(HOME, "."), "config", "yggdrasil.conf");
    }
}
