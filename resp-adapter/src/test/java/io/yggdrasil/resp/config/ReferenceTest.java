package io.yggdrasil.resp.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Holds the reference, the sample file and the settings together. */
final class ReferenceTest {
    private final Config reference = ConfigFactory.parseString(text());

    private static String text() {
        try (InputStream in = ConfigurationSources.class.getResourceAsStream("reference.conf")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void reference_keys_areTheSettings() {
        Set<String> keys =
                reference.entrySet().stream().map(entry -> entry.getKey()).collect(Collectors.toSet());
        assertEquals(new TreeSet<>(Settings.all().keySet()), new TreeSet<>(keys));
    }

    @TestFactory
    List<DynamicTest> reference_eachKey_saysWhatIsAllowed() {
        return Settings.all().values().stream()
                .map(setting -> DynamicTest.dynamicTest(setting.key(), () -> {
                    String comment = String.join(
                            "", reference.getValue(setting.key()).origin().comments());
                    assertTrue(
                            comment.contains(setting.kind().allowed()),
                            "comment=" + comment + " allowed=" + setting.kind().allowed());
                }))
                .toList();
    }

    @Test
    void sample_lines_areTheReferencesCommentedOut() throws IOException {
        String sample = Files.readString(Path.of("..", "config", "yggdrasil.conf"));
        String reference = text();
        assertTrue(ConfigFactory.parseString(sample).isEmpty(), "the sample changes nothing until it is edited");
        List<String> settings = reference
                .lines()
                .filter(line -> !line.strip().startsWith("#") && !line.isBlank())
                .map(String::strip)
                .toList();
        List<String> samples = sample.lines()
                .filter(line -> line.strip().startsWith("#: "))
                .map(line -> line.strip().substring(3).strip())
                .toList();
        assertEquals(settings, samples);
    }
}
