package io.yggdrasil.resp.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import io.yggdrasil.resp.parameter.Parameter;
import io.yggdrasil.resp.parameter.Parameters;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Gathers the configuration from its sources. Add them from the weakest to the strongest: the defaults are there from the
 * beginning, then file, environment, command line, {@code --set}. A value that is not allowed is a mistake even where a
 * stronger source replaces it.
 */
public final class ConfigurationSources {
    private static final String CONFIG_OPTION = "--config";

    private static final Parameters PARAMETERS = new Parameters();

    private final Values values = new Values();
    private @Nullable Path file;
    private final List<Mistake> mistakes = new ArrayList<>();

    /** Begins with the defaults. */
    public ConfigurationSources() {
        Config reference = ConfigFactory.parseResources(
                ConfigurationSources.class,
                "reference.conf",
                ConfigParseOptions.defaults().setAllowMissing(false));
        addAll(reference.root(), new ArrayList<>(), "default");
    }

    /** The record of the defaults with the given keys set; for embedding and tests. */
    public static ServerConfiguration configuration(Map<String, String> keys) {
        ConfigurationSources sources = new ConfigurationSources();
        keys.forEach((key, value) -> sources.set(key + "=" + value));
        return sources.read();
    }

    /** Adds a HOCON file that the user has named. The server may write to it: CONFIG REWRITE. */
    public ConfigurationSources file(Path path) {
        if (!Files.isReadable(path) || Files.isDirectory(path)) {
            mistake(CONFIG_OPTION, path.toString(), "command line", obstacle(path));
            return this;
        }
        file = path.toAbsolutePath();
        return standardFile(path);
    }

    private static String obstacle(Path path) {
        if (!Files.exists(path)) {
            return "there is no such file";
        }
        return Files.isDirectory(path) ? "this is a folder, not a file" : "this file may not be read";
    }

    /** Adds the HOCON file of the installation, which the server leaves as it is. */
    public ConfigurationSources standardFile(Path path) {
        try {
            ConfigParseOptions options = ConfigParseOptions.defaults().setIncluder(RequiredIncludes.INSTANCE);
            ConfigObject root =
                    ConfigFactory.parseFile(path.toFile(), options).resolve().root();
            addAll(root, new ArrayList<>(), null);
        } catch (ConfigException e) {
            mistake(path.toString(), "", "configuration file", String.valueOf(e.getMessage()));
        }
        return this;
    }

    /** Adds the environment variables that begin with YGGDRASIL_. */
    public ConfigurationSources environment(Map<String, String> environment) {
        Variables variables = new Variables(values::names);
        new TreeMap<>(environment).forEach((name, value) -> {
            if (!Variables.isOurs(name, value)) {
                return;
            }
            List<String> path = variables.path(name);
            if (path == null) {
                mistake(name, value, "environment", unknown("variable", name, variables.names()));
            } else {
                add(path, value, name);
            }
        });
        return this;
    }

    /** Adds a command line option that sets a key. */
    public ConfigurationSources option(String option, String key, String value) {
        Setting<?> setting = Settings.all().get(key);
        if (setting == null) {
            throw new IllegalArgumentException("key=" + key);
        }
        add(setting, value, option);
        return this;
    }

    /** Adds {@code key=value}, as {@code --set} takes it. */
    public ConfigurationSources set(String assignment) {
        int equals = assignment.indexOf('=');
        if (equals <= 0) {
            mistake("--set", assignment, "command line", "allowed is KEY=VALUE, as in --set port=6380");
            return this;
        }
        String key = assignment.substring(0, equals).strip();
        try {
            add(ConfigUtil.splitPath(key), assignment.substring(equals + 1), "--set");
        } catch (ConfigException e) {
            mistake("--set", assignment, "command line", "allowed is KEY=VALUE; " + key + " is no key");
        }
        return this;
    }

    /** Adds a mistake that was found elsewhere, so that it is reported with the others. */
    public ConfigurationSources mistake(String key, String value, String source, String complaint) {
        mistakes.add(new Mistake(key, value, source, complaint));
        return this;
    }

    /**
     * The configuration.
     *
     * @throws InvalidConfigurationException with everything that is wrong in any source
     */
    public ServerConfiguration read() {
        ServerConfiguration configuration = values.configuration(file);
        List<Mistake> all = new ArrayList<>(mistakes);
        all.addAll(new Consistency(configuration, values).mistakes());
        if (!all.isEmpty()) {
            throw new InvalidConfigurationException(all);
        }
        return configuration;
    }

    /** The effective configuration as a file could hold it, each value with where it is from. */
    public String print() {
        return values.print();
    }

    private void addAll(ConfigObject object, List<String> path, @Nullable String source) {
        for (Map.Entry<String, ConfigValue> entry : new TreeMap<>(object).entrySet()) {
            List<String> inner = new ArrayList<>(path);
            inner.add(entry.getKey());
            ConfigValue value = entry.getValue();
            if (value instanceof ConfigObject nested) {
                addAll(nested, inner, source);
            } else {
                add(inner, text(value), source != null ? source : origin(value));
            }
        }
    }

    private static String origin(ConfigValue value) {
        String file = value.origin().filename();
        String name = file == null
                ? value.origin().description()
                : String.valueOf(Path.of(file).getFileName());
        return name + ":" + value.origin().lineNumber();
    }

    private static String text(ConfigValue value) {
        if (value instanceof ConfigList list) {
            return list.stream().map(ConfigurationSources::text).collect(Collectors.joining(","));
        }
        return value.valueType() == ConfigValueType.NULL ? "null" : String.valueOf(value.unwrapped());
    }

    private void add(List<String> path, String text, String source) {
        String key = String.join(".", path);
        if (path.size() == 3
                && Settings.GROUPS.contains(path.get(0))
                && !path.get(1).equals(Settings.DEFAULTS)) {
            addNamed(key, path, text, source);
            return;
        }
        Setting<?> setting = Settings.all().get(key);
        if (setting != null) {
            add(setting, text, source);
        } else if (path.size() == 1 && isParameter(key)) {
            addParameter(key, text, source);
        } else if (isGroup(path)) {
            mistake(key, text, source, "this is a group of keys, as " + exampleOf(key));
        } else {
            List<String> known = new ArrayList<>(Settings.all().keySet());
            PARAMETERS.all().forEach(parameter -> known.add(parameter.name()));
            mistake(key, text, source, unknown("key", key, known));
        }
    }

    private static boolean isGroup(List<String> path) {
        boolean named = path.size() <= 2 && Settings.GROUPS.contains(path.get(0));
        String inside = String.join(".", path) + ".";
        return named || Settings.all().keySet().stream().anyMatch(key -> key.startsWith(inside));
    }

    private static String exampleOf(String group) {
        return Settings.all().keySet().stream()
                .filter(key -> key.startsWith(group + "."))
                .findFirst()
                .orElse(group + "."
                        + Settings.property(
                                group.startsWith(Settings.REGION + ".") ? Settings.MEDIUM : Settings.BACKUPS));
    }

    /** What CONFIG SET can change can be set at the start as well, under the same name; a few only then. */
    private static boolean isParameter(String key) {
        Parameter parameter = PARAMETERS.find(key);
        return parameter != null && parameter.isForStart();
    }

    private void addParameter(String name, String text, String source) {
        try {
            new Parameters().start(name, text);
            values.putParameter(name, text, source);
        } catch (IllegalArgumentException e) {
            mistake(name, text, source, String.valueOf(e.getMessage()));
        }
    }

    private void add(Setting<?> setting, String text, String source) {
        Object value = parse(setting.key(), setting, text, source);
        if (value != null) {
            values.put(setting, value, source);
        }
    }

    /** Group, name, property. */
    private void addNamed(String key, List<String> path, String text, String source) {
        Map<String, Setting<?>> all = Values.namedSettings(path.get(0));
        String property = path.get(2);
        Setting<?> setting = all.get(property);
        if (setting == null) {
            mistake(key, text, source, unknown("key", property, all.keySet()));
            return;
        }
        Object value = parse(key, setting, text, source);
        if (value != null) {
            values.putNamed(path.get(0), path.get(1), property, value, source);
        }
    }

    /** Null when the text is not allowed; that is noted. */
    private @Nullable Object parse(String key, Setting<?> setting, String text, String source) {
        try {
            return setting.kind().parse(text);
        } catch (IllegalArgumentException e) {
            String shown = setting.isSecret() ? "********" : text;
            mistake(key, shown, source, "allowed is " + setting.kind().allowed());
            return null;
        }
    }

    private static String unknown(String what, String word, Collection<String> words) {
        String nearest = Nearest.to(word, words);
        return "there is no such " + what + (nearest == null ? "" : "; did you mean " + nearest + "?");
    }
}
