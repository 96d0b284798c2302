package io.yggdrasil.resp.cli;

import io.yggdrasil.resp.config.ConfigurationSources;
import io.yggdrasil.resp.config.ServerConfiguration;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say which configuration a command is for, as {@code start} has them. */
final class ConfigurationOptions {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Configuration file (config/yggdrasil.conf beside the launcher).")
    private @Nullable Path file;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Sets any key of the configuration. May be repeated.")
    private List<String> assignments = new ArrayList<>();

    /**
     * The configuration.
     *
     * @throws io.yggdrasil.resp.config.InvalidConfigurationException with everything that is wrong in any source
     */
    ServerConfiguration read() {
        ConfigurationSources sources = new ConfigurationSources();
        if (file != null) {
            sources.file(file);
        } else if (Files.isRegularFile(StartCommand.standardFile())) {
            sources.standardFile(StartCommand.standardFile());
        }
        sources.environment(System.getenv());
        assignments.forEach(sources::set);
        return sources.read();
    }
}
