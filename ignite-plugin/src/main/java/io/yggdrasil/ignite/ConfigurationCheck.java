package io.yggdrasil.ignite;

import io.yggdrasil.ignite.ConfigurationException.Mistake;
import io.yggdrasil.ignite.hot.HotTier;
import io.yggdrasil.ignite.region.RegionDeclaration;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.ignite.configuration.IgniteConfiguration;
import org.jspecify.annotations.Nullable;

/** Turns the configuration bean into {@link YggdrasilSettings}, or lists everything that is wrong with it. */
final class ConfigurationCheck {
    private static final int PREFIX_BYTES_MAX = 256;

    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]{0,63}");

    private static final String NAME_ALLOWED =
            "1 to 64 of A-Z a-z 0-9 _ . -, a letter first, not db0 to db15 and not starting with yggdrasil";

    private static final Pattern RESERVED_NAME =
            Pattern.compile("db([0-9]|1[0-5])|yggdrasil.*", Pattern.CASE_INSENSITIVE);

    private static final Pattern SQL_NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,63}");

    private static final String SQL_NAME_ALLOWED = "1 to 64 of A-Z a-z 0-9 _, a letter first";

    private final List<Mistake> mistakes = new ArrayList<>();

    private final Regions regions;

    /** A client node holds no data, so the regions of the servers are not its business. */
    private final boolean holdsData;

    private final Set<String> names = new HashSet<>();

    private List<RegionDeclaration> regionDeclarations = List.of();

    private ConfigurationCheck(IgniteConfiguration ignite) {
        regions = new Regions(ignite);
        holdsData = !Boolean.TRUE.equals(ignite.isClientMode());
    }

    /** The settings that {@code configuration} asks of a node with {@code ignite}. */
    static YggdrasilSettings check(YggdrasilConfiguration configuration, IgniteConfiguration ignite) {
        ConfigurationCheck check = new ConfigurationCheck(ignite);
        YggdrasilSettings settings = check.settings(configuration);
        if (!check.mistakes.isEmpty()) {
            throw new ConfigurationException(check.mistakes);
        }
        return settings;
    }

    private YggdrasilSettings settings(YggdrasilConfiguration configuration) {
        if (holdsData) {
            checkRegions(configuration.getRegions());
        }
        NamespaceConfiguration defaults = configuration.getDefaults();
        checkDefaults(defaults);
        NamespacePolicy defaultPolicy = policy("defaults", defaults, NamespacePolicy.DEFAULT);
        long hotTierBytes = configuration.getHotTierBytes();
        if (hotTierBytes != 0 && hotTierBytes < HotTier.BYTES_LEAST) {
            mistake("hotTierBytes", hotTierBytes, "0 or at least " + HotTier.BYTES_LEAST);
        }
        @Nullable NamespaceBinding[] databases = new NamespaceBinding[YggdrasilSettings.DATABASES];
        Map<String, NamespaceBinding> prefixes = new LinkedHashMap<>();
        NamespaceConfiguration[] namespaces = configuration.getNamespaces();
        for (int index = 0; index < namespaces.length; index++) {
            NamespaceConfiguration namespace = namespaces[index];
            String at = "namespaces[" + index + "]";
            NamespacePolicy policy = policy(at, namespace, defaultPolicy);
            int database = namespace.getDatabase();
            if (database < 0 || database >= YggdrasilSettings.DATABASES) {
                mistake(at + ".database", database, "0 to " + (YggdrasilSettings.DATABASES - 1));
            } else if (namespace.getPrefix() == null) {
                database(at, namespace, policy, databases);
            } else {
                prefix(at, namespace, policy, prefixes);
            }
        }
        YggdrasilSettings settings = new YggdrasilSettings(
                defaultPolicy,
                databases(databases, defaultPolicy),
                prefixes.values().stream().toList(),
                regionDeclarations,
                configuration.getEviction());
        checkEviction(settings);
        if (defaults.getSqlSchema() == null || defaults.getSqlTable() == null) {
            checkTables(settings);
        }
        return settings;
    }

    private void checkRegions(RegionConfiguration[] configured) {
        regionDeclarations = RegionCheck.check(configured, regions.names(), mistakes);
        for (RegionConfiguration region : configured) {
            if (region.getName() != null) { // Even one with mistakes: namespaces that name it have none.
                regions.add(region.getName(), region.isPersistent());
            }
        }
    }

    private void checkDefaults(NamespaceConfiguration defaults) {
        if (defaults.getDatabase() != 0) {
            mistake("defaults.database", defaults.getDatabase(), "unset: the defaults are for every database");
        }
        if (defaults.getPrefix() != null) {
            mistake("defaults.prefix", defaults.getPrefix(), "unset: the defaults are for every namespace");
        }
        if (defaults.getName() != null) {
            mistake("defaults.name", defaults.getName(), "unset: the defaults are for every namespace");
        }
        if (defaults.getSqlSchema() != null && defaults.getSqlTable() != null) {
            mistake("defaults.sqlSchema", defaults.getSqlSchema(), "unset: one table cannot be every namespace's");
        }
    }

    private void database(
            String at,
            NamespaceConfiguration namespace,
            NamespacePolicy policy,
            @Nullable NamespaceBinding[] databases) {
        int database = namespace.getDatabase();
        String name = databaseName(database);
        if (namespace.getName() != null && !namespace.getName().equals(name)) {
            mistake(at + ".name", namespace.getName(), "unset or " + name + ", since it has no prefix");
        }
        if (databases[database] != null) {
            mistake(at + ".database", database, "one entry without a prefix for a database");
        }
        databases[database] = new NamespaceBinding(database, "", name, policy);
    }

    private void prefix(
            String at,
            NamespaceConfiguration namespace,
            NamespacePolicy policy,
            Map<String, NamespaceBinding> prefixes) {
        String prefix = String.valueOf(namespace.getPrefix());
        int prefixBytes = prefix.getBytes(StandardCharsets.UTF_8).length;
        if (prefixBytes == 0 || prefixBytes > PREFIX_BYTES_MAX) {
            mistake(at + ".prefix", prefix, "1 to " + PREFIX_BYTES_MAX + " bytes of UTF-8");
        }
        String name = String.valueOf(namespace.getName());
        if (namespace.getName() == null
                || !NAME.matcher(name).matches()
                || RESERVED_NAME.matcher(name).matches()) {
            mistake(at + ".name", namespace.getName(), NAME_ALLOWED);
        } else if (!names.add(name.toLowerCase(Locale.ROOT))) {
            mistake(at + ".name", name, "a name that no other namespace has, upper and lower case being the same");
        }
        NamespaceBinding binding = new NamespaceBinding(namespace.getDatabase(), prefix, name, policy);
        if (prefixes.putIfAbsent(binding.database() + ":" + prefix, binding) != null) {
            mistake(at + ".prefix", prefix, "one entry for a prefix of database " + binding.database());
        }
    }

    private static List<NamespaceBinding> databases(
            @Nullable NamespaceBinding[] databases, NamespacePolicy defaultPolicy) {
        List<NamespaceBinding> all = new ArrayList<>(databases.length);
        for (int database = 0; database < databases.length; database++) {
            NamespaceBinding binding = databases[database];
            all.add(
                    binding != null
                            ? binding
                            : new NamespaceBinding(database, "", databaseName(database), defaultPolicy));
        }
        return all;
    }

    private NamespacePolicy policy(String at, NamespaceConfiguration namespace, NamespacePolicy defaults) {
        NamespacePolicy policy = new NamespacePolicy(
                orDefault(namespace.getBackups(), defaults.backups()),
                namespace.getDataRegion() == null ? defaults.dataRegion() : namespace.getDataRegion(),
                orDefault(namespace.getPersistence(), defaults.persistence()),
                orDefault(namespace.getWriteSynchronizationMode(), defaults.writeSynchronizationMode()),
                orDefault(namespace.getPartitionLossPolicy(), defaults.partitionLossPolicy()),
                sql(at, namespace, defaults.sql()),
                orDefault(namespace.getMemoryBytesMax(), defaults.memoryBytesMax()));
        // What came from the defaults was checked there.
        Integer backups = namespace.getBackups();
        if (backups != null && (backups < NamespacePolicy.BACKUPS_LEAST || backups > NamespacePolicy.BACKUPS_MOST)) {
            mistake(at + ".backups", backups, NamespacePolicy.BACKUPS_LEAST + " to " + NamespacePolicy.BACKUPS_MOST);
        }
        checkBudget(at, namespace.getMemoryBytesMax(), policy);
        if (namespace.getDataRegion() != null || namespace.getPersistence() != null) {
            checkRegion(at, policy);
        }
        return policy;
    }

    /** On disk everything has room; a node whose every namespace is there would promise evictions that never come. */
    private void checkEviction(YggdrasilSettings settings) {
        boolean inMemory = settings.bindings().stream()
                .anyMatch(binding ->
                        !Boolean.TRUE.equals(regions.persistent(binding.policy().dataRegion())));
        if (settings.eviction().mode().evicts() && holdsData && !inMemory) {
            mistake(
                    "eviction.mode",
                    settings.eviction().mode(),
                    "NOEVICTION: the data regions of all namespaces are persistent, entries are not evicted from disk");
        }
    }

    private void checkBudget(String at, @Nullable Long bytes, NamespacePolicy policy) {
        if (bytes != null && bytes < 0) {
            mistake(at + ".memoryBytesMax", bytes, "0 (no limit) or more");
        }
        if (bytes != null && bytes > 0 && holdsData && Boolean.TRUE.equals(regions.persistent(policy.dataRegion()))) {
            mistake(
                    at + ".memoryBytesMax",
                    bytes,
                    "0: region " + regions.resolve(policy.dataRegion())
                            + " is persistent, its entries are on disk and are not evicted");
        }
    }

    private @Nullable SqlMapping sql(String at, NamespaceConfiguration namespace, @Nullable SqlMapping defaults) {
        String schema = namespace.getSqlSchema();
        String table = namespace.getSqlTable();
        if (schema == null && table == null) {
            return defaults;
        }
        if (schema == null && defaults != null) {
            schema = defaults.schema();
        }
        if (table == null && defaults != null) {
            table = defaults.table();
        }
        if (schema != null && !SQL_NAME.matcher(schema).matches()) {
            mistake(at + ".sqlSchema", schema, SQL_NAME_ALLOWED);
        }
        if (table == null || !SQL_NAME.matcher(table).matches()) {
            mistake(at + ".sqlTable", table, SQL_NAME_ALLOWED);
            return null;
        }
        return new SqlMapping(schema, table);
    }

    private void checkRegion(String at, NamespacePolicy policy) {
        if (!holdsData) {
            return;
        }
        String region = regions.resolve(policy.dataRegion());
        Boolean persistent = regions.persistent(region);
        if (persistent == null) {
            mistake(at + ".dataRegion", region, "a data region of this node: " + regions.names());
        } else if (policy.persistence() == Persistence.REQUIRED && !persistent) {
            mistake(
                    at + ".persistence",
                    Persistence.REQUIRED,
                    "AS_REGION or FORBIDDEN: region " + region + " is in memory only");
        } else if (policy.persistence() == Persistence.FORBIDDEN && persistent) {
            mistake(
                    at + ".persistence",
                    Persistence.FORBIDDEN,
                    "AS_REGION or REQUIRED: region " + region + " is persistent");
        }
    }

    /** Only tables of a shared schema can meet; a table in its cache's own schema is alone. */
    private void checkTables(YggdrasilSettings settings) {
        Map<String, String> owners = new HashMap<>();
        for (NamespaceBinding binding : settings.bindings()) {
            SqlMapping sql = binding.policy().sql();
            if (sql != null && sql.schema() != null) {
                String table = (sql.schema() + '.' + sql.table()).toUpperCase(Locale.ROOT);
                String owner = owners.putIfAbsent(table, binding.name());
                if (owner != null) {
                    mistake(binding.name() + ".sqlTable", table, "a table of its own: this is the one of " + owner);
                }
            }
        }
    }

    private void mistake(String name, @Nullable Object value, String allowed) {
        mistakes.add(new Mistake(name, value == null ? null : value.toString(), allowed));
    }

    private static String databaseName(int database) {
        return "db" + database;
    }

    private static <T> T orDefault(@Nullable T value, T defaultValue) {
        return value == null ? defaultValue : value;
    }
}
