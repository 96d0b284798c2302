package io.yggdrasil.resp.config;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.parser.ConfigDocument;
import com.typesafe.config.parser.ConfigDocumentFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

/** Writes changed values into a configuration file and leaves the rest of it, comments too, as it is. */
public final class ConfigurationFile {
    private ConfigurationFile() {}

    /**
     * Sets keys in the file, whole or not at all.
     *
     * @throws IOException when it cannot be written
     * @throws InvalidConfigurationException when the server would not start with what it would hold
     */
    public static void set(Path file, Map<String, String> values) throws IOException {
        Path target = file.toRealPath();
        Path fresh = Files.createTempFile(target.toAbsolutePath().getParent(), target.getFileName() + ".", ".new");
        try {
            Files.writeString(fresh, edited(target, values));
            new ConfigurationSources().file(fresh).read();
            Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    private static String edited(Path file, Map<String, String> values) throws IOException {
        try {
            ConfigDocument document = ConfigDocumentFactory.parseFile(file.toFile());
            for (Map.Entry<String, String> value : values.entrySet()) {
                document = document.withValue(
                        ConfigUtil.joinPath(value.getKey()), ConfigValueFactory.fromAnyRef(value.getValue()));
            }
            return document.render();
        } catch (ConfigException e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}
