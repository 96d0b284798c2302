package io.yggdrasil.resp.config;

import com.typesafe.config.ConfigUtil;
import io.yggdrasil.accel.router.RouterConfiguration;
import io.yggdrasil.resp.config.ServerConfiguration.Clients;
import io.yggdrasil.resp.config.ServerConfiguration.Grid;
import io.yggdrasil.resp.config.ServerConfiguration.NamespaceEntry;
import io.yggdrasil.resp.config.ServerConfiguration.Policy;
import io.yggdrasil.resp.config.ServerConfiguration.RegionEntry;
import io.yggdrasil.resp.config.ServerConfiguration.Storage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The value that each key has in the end, with where it is from. */
final class Values {
    private static final Pattern DATABASE_NAME = Pattern.compile("db([0-9]|1[0-5])");

    /** What a HOCON file may hold without quotes. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_-]+");

    /** A value and the source that gave it. */
    record Value(Object value, String source) {}

    private final Map<String, Value> values = new LinkedHashMap<>();

    /** What is set for what users have named: property by name, by group. */
    private final Map<String, Map<String, Map<String, Value>>> named = new LinkedHashMap<>();

    /** What is set of the parameters that are not settings. */
    private final Map<String, Value> parameters = new LinkedHashMap<>();

    void put(Setting<?> setting, Object value, String source) {
        values.put(setting.key(), new Value(value, source));
    }

    void putParameter(String name, String value, String source) {
        parameters.put(name, new Value(value, source));
    }

    void putNamed(String group, String name, String property, Object value, String source) {
        named.computeIfAbsent(group, any -> new LinkedHashMap<>())
                .computeIfAbsent(name, any -> new LinkedHashMap<>())
                .put(property, new Value(value, source));
    }

    /** The names in a group for which something is set. */
    Set<String> names(String group) {
        return named(group).keySet();
    }

    private Map<String, Map<String, Value>> named(String group) {
        return named.getOrDefault(group, Map.of());
    }

    @SuppressWarnings("unchecked") // A setting's values are made by its kind.
    <T> T get(Setting<T> setting) {
        Value value = values.get(setting.key());
        if (value == null) {
            throw new IllegalStateException("key=" + setting.key() + " has no default");
        }
        return (T) value.value();
    }

    String source(Setting<?> setting) {
        Value value = values.get(setting.key());
        return value == null ? "default" : value.source();
    }

    /** Where a parameter that is not a setting is set. */
    String parameterSource(String name) {
        Value value = parameters.get(name);
        return value == null ? "default" : value.source();
    }

    /** Where what has a name is declared: the source of its first property. */
    String source(String group, String name) {
        return named(group).getOrDefault(name, Map.of()).values().stream()
                .map(Value::source)
                .findFirst()
                .orElse("default");
    }

    ServerConfiguration configuration(@Nullable Path file) {
        Policy defaults = policy(Map.of());
        List<NamespaceEntry> entries = new ArrayList<>();
        named(Settings.NAMESPACE).forEach((name, properties) -> entries.add(entry(name, properties)));
        List<RegionEntry> regions = new ArrayList<>();
        named(Settings.REGION).forEach((name, properties) -> regions.add(region(name, properties)));
        Map<String, String> started = new LinkedHashMap<>();
        parameters.forEach((name, value) -> started.put(name, String.valueOf(value.value())));
        return new ServerConfiguration(
                clients(),
                storage(),
                grid(),
                defaults,
                List.copyOf(entries),
                List.copyOf(regions),
                accelerators(),
                file,
                Map.copyOf(started));
    }

    private Clients clients() {
        int loops = get(Settings.EVENT_LOOPS);
        return new Clients(
                get(Settings.BIND),
                get(Settings.PORT),
                get(Settings.PROTECTED_MODE),
                get(Settings.REQUIREPASS),
                get(Settings.MAXCLIENTS),
                get(Settings.TIMEOUT),
                get(Settings.TCP_BACKLOG),
                loops > 0 ? loops : Runtime.getRuntime().availableProcessors(),
                get(Settings.TRANSPORT),
                get(Settings.PROTO_MAX_BULK_LEN),
                get(Settings.QUERY_BUFFER_LIMIT),
                get(Settings.CLIENT_STALL_TIMEOUT),
                get(Settings.SHUTDOWN_TIMEOUT),
                get(Settings.CLUSTER_ENABLED),
                get(Settings.CLUSTER_ANNOUNCE_IP),
                get(Settings.CLUSTER_ANNOUNCE_PORT),
                get(Settings.SETTLE_TIMEOUT));
    }

    private Storage storage() {
        String data = get(Settings.DATA);
        return new Storage(
                get(Settings.MAXMEMORY),
                get(Settings.HOT_TIER_SIZE),
                data.isEmpty() ? null : Path.of(data).toAbsolutePath().normalize());
    }

    private Grid grid() {
        return new Grid(
                get(Settings.IGNITE_BIND),
                get(Settings.CLIENT_PORT),
                get(Settings.DISCOVERY_PORT),
                get(Settings.COMMUNICATION_PORT),
                get(Settings.PORT_RANGE),
                get(Settings.JOIN),
                get(Settings.JOIN_TIMEOUT),
                get(Settings.MISSING_NODES),
                get(Settings.FAILURE_DETECTION_TIMEOUT));
    }

    private RouterConfiguration accelerators() {
        String file = get(Settings.ACCEL_PROFILE_FILE);
        return new RouterConfiguration(
                Set.copyOf(get(Settings.ACCEL_USE)),
                Set.copyOf(get(Settings.ACCEL_FORBID)),
                get(Settings.ACCEL_VERIFY_EVERY),
                file.isEmpty()
                        ? RouterConfiguration.DEFAULT.profileFile()
                        : Path.of(file).toAbsolutePath().normalize(),
                false,
                RouterConfiguration.DEFAULT.measuring());
    }

    private NamespaceEntry entry(String name, Map<String, Value> properties) {
        Matcher matcher = DATABASE_NAME.matcher(name);
        int database = matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
        return new NamespaceEntry(
                name,
                own(properties, Settings.DATABASE, database),
                own(properties, Settings.PREFIX, ""),
                policy(properties));
    }

    private Policy policy(Map<String, Value> own) {
        return new Policy(
                own(own, Settings.BACKUPS, null),
                own(own, Settings.PERSISTENCE, null),
                own(own, Settings.WRITE_SYNCHRONIZATION, null),
                own(own, Settings.PARTITION_LOSS, null),
                own(own, Settings.SQL_SCHEMA, null),
                own(own, Settings.SQL_TABLE, null),
                own(own, Settings.NAMESPACE_REGION, null),
                own(own, Settings.MEMORY_MAX, null));
    }

    private RegionEntry region(String name, Map<String, Value> own) {
        return new RegionEntry(
                name,
                own(own, Settings.MEDIUM, null),
                own(own, Settings.REGION_PATH, null),
                own(own, Settings.REGION_SIZE, null),
                own(own, Settings.NUMA_NODES, null),
                own(own, Settings.NUMA_POLICY, null),
                own(own, Settings.HUGE_PAGE_SIZE, null),
                own(own, Settings.FALLBACK, null));
    }

    @SuppressWarnings("unchecked") // As in get.
    private <T> T own(Map<String, Value> properties, Setting<T> setting, @Nullable T fallback) {
        Value own = properties.get(Settings.property(setting));
        if (own != null) {
            return (T) own.value();
        }
        return fallback != null ? fallback : get(setting);
    }

    /** The effective configuration as a file could hold it, each line with where the value is from. */
    String print() {
        StringBuilder out = new StringBuilder();
        for (Setting<?> setting : Settings.all().values()) {
            Value value = values.get(setting.key());
            if (value != null) {
                line(out, setting.key(), setting, value);
            }
        }
        parameters.forEach((name, value) -> line(out, name, String.valueOf(value.value()), value.source()));
        for (String group : Settings.GROUPS) {
            named(group)
                    .forEach((name, properties) -> properties.forEach((property, value) -> {
                        Setting<?> setting = namedSettings(group).get(property);
                        if (setting != null) {
                            line(out, group + "." + quoted(name) + "." + property, setting, value);
                        }
                    }));
        }
        return out.toString();
    }

    /** The value as a HOCON file may hold it. */
    static String quotedIfNeeded(String value) {
        return PLAIN.matcher(value).matches() ? value : ConfigUtil.quoteString(value);
    }

    private static String quoted(String name) {
        return name.indexOf('.') < 0 ? name : "\"" + name + "\"";
    }

    private static <T> void line(StringBuilder out, String key, Setting<T> setting, Value value) {
        @SuppressWarnings("unchecked") // As in get.
        String text = setting.kind().writer().apply((T) value.value());
        line(out, key, setting.isSecret() && !text.isEmpty() ? "********" : text, value.source());
    }

    private static void line(StringBuilder out, String key, String shown, String source) {
        String assignment = key + " = " + quotedIfNeeded(shown);
        out.append(assignment)
                .append(" ".repeat(Math.max(1, 56 - assignment.length())))
                .append("# ")
                .append(source)
                .append('\n');
    }

    /** The settings that what has a name in a group may have, by property. */
    static Map<String, Setting<?>> namedSettings(String group) {
        Map<String, Setting<?>> all = new LinkedHashMap<>();
        if (group.equals(Settings.NAMESPACE)) {
            all.put(Settings.DATABASE.key(), Settings.DATABASE);
            all.put(Settings.PREFIX.key(), Settings.PREFIX);
        }
        String prefix = group + "." + Settings.DEFAULTS + ".";
        Settings.all().forEach((key, setting) -> {
            if (key.startsWith(prefix)) {
                all.put(Settings.property(setting), setting);
            }
        });
        return all;
    }
}
