package io.yggdrasil.resp.config;

import com.typesafe.config.ConfigException;
import com.typesafe.config.parser.ConfigDocument;
import com.typesafe.config.parser.ConfigDocumentFactory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes changed values into a configuration file and leaves the rest of it, comments too, as it is. A key that the file has
 * keeps its line; others follow at the end, each as {@code key = value}.
 */
public final class ConfigurationFile {
    private static final String HEADING = "# Written by CONFIG REWRITE.";

    private ConfigurationFile() {}

    /**
     * Sets keys in the file, whole or not at all.
     *
     * @throws IOException when it cannot be written
     * @throws InvalidConfigurationException when the server would not start with what it would hold
     */
    public static void set(Path file, Map<String, String> values) throws IOException {
        Path target = file.toRealPath();
        String before = Files.readString(target);
        String after = edited(before, values);
        if (!after.equals(before)) {
            replace(target, after);
        }
    }

    private static void replace(Path target, String text) throws IOException {
        Path fresh = Files.createTempFile(target.toAbsolutePath().getParent(), target.getFileName() + ".", ".new");
        try {
            write(fresh, text);
            new ConfigurationSources().file(fresh).read();
            copyPermissions(target, fresh);
            Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    private static void write(Path file, String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true); // Before the name points to it.
        }
    }

    /** A temporary file is its owner's only; what others could read before they shall read then. */
    private static void copyPermissions(Path from, Path to) throws IOException {
        if (Files.getFileAttributeView(from, PosixFileAttributeView.class) != null) {
            Files.setPosixFilePermissions(to, Files.getPosixFilePermissions(from));
        }
    }

    private static String edited(String text, Map<String, String> values) throws IOException {
        try {
            ConfigDocument document = ConfigDocumentFactory.parseString(text);
            Map<String, String> missing = new TreeMap<>();
            for (Map.Entry<String, String> entry : values.entrySet()) {
                String key = entry.getKey();
                String value = Values.quotedIfNeeded(entry.getValue());
                if (document.hasPath(key)) {
                    document = document.withValueText(key, value);
                } else {
                    missing.put(key, value);
                }
            }
            return appended(document, missing);
        } catch (ConfigException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static String appended(ConfigDocument document, Map<String, String> values) {
        String text = document.render();
        if (values.isEmpty()) {
            return text;
        }
        StringBuilder out = new StringBuilder(text);
        if (!text.isEmpty() && !text.endsWith("\n")) {
            out.append('\n');
        }
        if (text.lines().noneMatch(HEADING::equals)) {
            out.append(text.isEmpty() ? "" : "\n").append(HEADING).append('\n');
        }
        values.forEach(
                (key, value) -> out.append(key).append(" = ").append(value).append('\n'));
        return isDocument(out.toString()) ? out.toString() : inserted(document, values);
    }

    /** A file whose keys all stand in braces ends with the closing one: lines behind it would belong to nothing. */
    private static String inserted(ConfigDocument document, Map<String, String> values) {
        ConfigDocument edited = document;
        for (Map.Entry<String, String> value : values.entrySet()) {
            edited = edited.withValueText(value.getKey(), value.getValue());
        }
        return edited.render();
    }

    private static boolean isDocument(String text) {
        try {
            ConfigDocumentFactory.parseString(text);
            return true;
        } catch (ConfigException e) {
            return false;
        }
    }
}
