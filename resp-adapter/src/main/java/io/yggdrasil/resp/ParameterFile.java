package io.yggdrasil.resp;

import io.yggdrasil.resp.config.ConfigurationFile;
import io.yggdrasil.resp.config.InvalidConfigurationException;
import io.yggdrasil.resp.parameter.Parameter;
import io.yggdrasil.resp.parameter.Parameters;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** CONFIG REWRITE: writes what CONFIG SET has changed since the start into the file that the server started with. */
final class ParameterFile implements Supplier<@Nullable String> {
    private final @Nullable Path file;
    private final Parameters parameters;
    private final Map<String, String> written = new HashMap<>();

    /** Takes the parameters as they are now for what the file says. */
    ParameterFile(@Nullable Path file, Parameters parameters) {
        this.file = file;
        this.parameters = parameters;
        remember();
    }

    /** Takes what the parameters are now for what the start has made of the file: it is not to be written there. */
    synchronized void remember() {
        for (Parameter parameter : parameters.all()) {
            written.put(parameter.name(), parameter.text());
        }
    }

    /** Null when the changes are written, else why they are not. */
    @Override
    public synchronized @Nullable String get() {
        Path target = file;
        if (target == null) {
            return "The server is running without a config file";
        }
        Map<String, String> changed = new LinkedHashMap<>();
        for (Parameter parameter : parameters.all()) {
            if (parameter.isForStart() && !parameter.text().equals(written.get(parameter.name()))) {
                changed.put(parameter.name(), parameter.text());
            }
        }
        try {
            ConfigurationFile.set(target, changed);
            written.putAll(changed);
            return null;
        } catch (IOException | InvalidConfigurationException e) {
            return "Rewriting config file: " + String.valueOf(e.getMessage()).replaceAll("\\s*\n\\s*", " ");
        }
    }
}
