package io.yggdrasil.resp.config;

import io.yggdrasil.ignite.NamespaceConfiguration;
import io.yggdrasil.ignite.YggdrasilConfiguration;
import io.yggdrasil.resp.config.ServerConfiguration.NamespaceEntry;
import io.yggdrasil.resp.config.ServerConfiguration.Policy;
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
                .setSqlTable(orNull(policy.sqlTable()));
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
                .setSqlTable(orNull(unless(defaults.sqlTable(), policy.sqlTable())));
        boolean isDatabase = entry.name().equals("db" + entry.database());
        return isDatabase && entry.prefix().isEmpty()
                ? bean
                : bean.setPrefix(entry.prefix()).setName(entry.name());
    }

    private static <T> @Nullable T unless(T defaultValue, T value) {
        return value.equals(defaultValue) ? null : value;
    }

    private static @Nullable String orNull(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text;
    }
}
