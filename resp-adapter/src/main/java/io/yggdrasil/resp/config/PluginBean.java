package io.yggdrasil.resp.config;

import io.yggdrasil.ignite.NamespaceConfiguration;
import io.yggdrasil.ignite.RegionConfiguration;
import io.yggdrasil.ignite.YggdrasilConfiguration;
import io.yggdrasil.resp.config.ServerConfiguration.NamespaceEntry;
import io.yggdrasil.resp.config.ServerConfiguration.Policy;
import io.yggdrasil.resp.config.ServerConfiguration.RegionEntry;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The plugin's part of a configuration, as the plugin takes it. */
public final class PluginBean {
    private PluginBean() {}

    /** Makes the bean; its namespaces stand in the order of the configuration's. */
    public static YggdrasilConfiguration of(ServerConfiguration configuration) {
        return new YggdrasilConfiguration()
                .setGridSettings(gridSettings(configuration))
                .setHotTierBytes(configuration.storage().hotTierBytes())
                .setDefaults(defaults(configuration.defaults()))
                .setRegions(configuration.regions().stream()
                        .map(entry -> bean(entry, configuration.storage().isPersistent()))
                        .toArray(RegionConfiguration[]::new))
                .setNamespaces(configuration.namespaces().stream()
                        .map(entry -> bean(entry, configuration.defaults()))
                        .toArray(NamespaceConfiguration[]::new));
    }

    /** What a client is told must not depend on the node that it asks. */
    private static Map<String, String> gridSettings(ServerConfiguration configuration) {
        return Map.of("cluster-enabled", configuration.clients().clusterEnabled() ? "yes" : "no");
    }

    private static NamespaceConfiguration defaults(Policy policy) {
        return new NamespaceConfiguration()
                .setBackups(policy.backups())
                .setPersistence(policy.persistence())
                .setWriteSynchronizationMode(policy.writeSynchronization())
                .setPartitionLossPolicy(policy.partitionLoss())
                .setSqlSchema(orNull(policy.sqlSchema()))
                .setSqlTable(orNull(policy.sqlTable()))
                .setDataRegion(policy.region().equals(ServerConfiguration.DEFAULT_REGION) ? null : policy.region())
                .setMemoryBytesMax(policy.memoryMax());
    }

    /** Holds what differs from the defaults only: a mistake in a default is the default's. */
    private static NamespaceConfiguration bean(NamespaceEntry entry, Policy defaults) {
        Policy policy = entry.policy();
        NamespaceConfiguration bean = new NamespaceConfiguration()
                .setDatabase(entry.database())
                .setBackups(unless(defaults.backups(), policy.backups()))
                .setPersistence(unless(defaults.persistence(), policy.persistence()))
                .setWriteSynchronizationMode(unless(defaults.writeSynchronization(), policy.writeSynchronization()))
                .setPartitionLossPolicy(unless(defaults.partitionLoss(), policy.partitionLoss()))
                .setSqlSchema(orNull(unless(defaults.sqlSchema(), policy.sqlSchema())))
                .setSqlTable(orNull(unless(defaults.sqlTable(), policy.sqlTable())))
                .setDataRegion(orNull(unless(defaults.region(), policy.region())))
                .setMemoryBytesMax(unless(defaults.memoryMax(), policy.memoryMax()));
        boolean isDatabase = entry.name().equals("db" + entry.database());
        return isDatabase && entry.prefix().isEmpty()
                ? bean
                : bean.setPrefix(entry.prefix()).setName(entry.name());
    }

    /** What a region keeps on disk is what the server does. */
    private static RegionConfiguration bean(RegionEntry entry, boolean persistent) {
        return new RegionConfiguration()
                .setName(entry.name())
                .setMedium(entry.medium())
                .setPath(orNull(entry.path()))
                .setSize(entry.bytes())
                .setNumaNodes(
                        entry.numaNodes().stream().mapToInt(Integer::intValue).toArray())
                .setNumaPolicy(entry.numaPolicy())
                .setHugePageSize(entry.hugePageBytes())
                .setFallback(entry.fallback())
                .setPersistent(persistent);
    }

    private static <T> @Nullable T unless(T defaultValue, T value) {
        return value.equals(defaultValue) ? null : value;
    }

    private static @Nullable String orNull(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text;
    }
}
