package io.yggdrasil.ignite;

import io.yggdrasil.ignite.internals.EntryStore;
import io.yggdrasil.ignite.slot.SlotAffinity;
import java.util.List;
import org.apache.ignite.Ignite;
import org.apache.ignite.IgniteCache;
import org.apache.ignite.cache.CacheAtomicityMode;
import org.apache.ignite.cache.CacheMode;
import org.apache.ignite.cache.QueryEntity;
import org.apache.ignite.configuration.CacheConfiguration;
import org.jspecify.annotations.Nullable;

/** Makes and opens the caches behind namespaces: the one place that knows their Ignite configuration. */
final class NamespaceCaches {
    private final Ignite ignite;

    private final DatabaseOrder order;

    private final SharedText users;

    /** Makes them; the caches of {@code order} and {@code users} are started along with a namespace's. */
    NamespaceCaches(Ignite ignite, DatabaseOrder order, SharedText users) {
        this.ignite = ignite;
        this.order = order;
        this.users = users;
    }

    /** The cache of {@code binding}, made on every node when it is not there yet. Blocks. */
    IgniteCache<Object, Object> getOrCreate(NamespaceBinding binding) {
        IgniteCache<Object, Object> existing = existing(binding);
        if (existing != null) {
            return existing;
        }
        try {
            NodeAgreement.requireEverywhere(ignite);
            requireRoom(binding);
            // One exchange for all: the order of the databases is then known wherever a database is.
            ignite.getOrCreateCaches(List.of(
                    order.cacheConfiguration(),
                    users.cacheConfiguration(),
                    configuration(binding),
                    nodesConfiguration(binding)));
        } catch (RuntimeException e) {
            throw Failures.translate(ignite, "start cache " + binding.name(), e);
        }
        IgniteCache<Object, Object> created = existing(binding);
        if (created == null) {
            throw new YggdrasilException(
                    YggdrasilException.Kind.RETRY, "cache=" + binding.name() + " was destroyed while it was started");
        }
        return created;
    }

    /** A {@code RESOURCE} error when a node has no room for the cache: Ignite would stop it. */
    private void requireRoom(NamespaceBinding binding) {
        String region = binding.policy().dataRegion();
        if (ignite.compute(ignite.cluster().forServers())
                .broadcast(new NamespaceRoom(region))
                .contains(false)) {
            throw new YggdrasilException(
                    YggdrasilException.Kind.RESOURCE,
                    "data region " + (region == null ? "default" : region) + " of a node has no room for namespace "
                            + binding.name());
        }
    }

    /** The cache of {@code binding}, or null when the grid has none. Blocks while the cache is being started. */
    @Nullable
    IgniteCache<Object, Object> existing(NamespaceBinding binding) {
        try {
            IgniteCache<Object, Object> cache = ignite.cache(binding.name());
            if (cache != null) {
                checkPlacement(binding, cache);
            }
            return cache;
        } catch (RuntimeException e) {
            throw Failures.translate(ignite, "open cache " + binding.name(), e);
        }
    }

    static CacheConfiguration<Object, Object> configuration(NamespaceBinding binding) {
        CacheConfiguration<Object, Object> configuration = placed(binding, binding.name());
        SqlMapping sql = binding.policy().sql();
        if (sql != null) {
            configuration.setQueryEntities(
                    List.of(new QueryEntity(String.class.getName(), byte[].class.getName()).setTableName(sql.table())));
            if (sql.schema() != null) {
                configuration.setSqlSchema(sql.schema());
            }
        }
        return configuration;
    }

    /** The cache of the nodes of large collections. Being of one group, both are moved and lost together. */
    static CacheConfiguration<Object, Object> nodesConfiguration(NamespaceBinding binding) {
        return placed(binding, binding.name() + EntryStore.NODES_SUFFIX);
    }

    /** Ignite lets no group have the name of a cache. */
    private static String groupName(NamespaceBinding binding) {
        return binding.name() + ":all";
    }

    private static CacheConfiguration<Object, Object> placed(NamespaceBinding binding, String cacheName) {
        NamespacePolicy policy = binding.policy();
        CacheConfiguration<Object, Object> configuration = new CacheConfiguration<Object, Object>(cacheName)
                .setGroupName(groupName(binding))
                .setCacheMode(CacheMode.PARTITIONED)
                .setAtomicityMode(CacheAtomicityMode.ATOMIC)
                .setAffinity(new SlotAffinity())
                .setBackups(policy.backups())
                .setWriteSynchronizationMode(policy.writeSynchronizationMode())
                .setPartitionLossPolicy(policy.partitionLossPolicy())
                // A backup learns of a write after its primary: who read both could see time go back.
                .setReadFromBackup(false)
                .setCopyOnRead(false)
                .setEagerTtl(true);
        if (policy.dataRegion() != null) {
            configuration.setDataRegionName(policy.dataRegion());
        }
        return configuration;
    }

    /** A cache of our name that someone else made would put keys where no Redis client looks. */
    private static void checkPlacement(NamespaceBinding binding, IgniteCache<Object, Object> cache) {
        CacheConfiguration<?, ?> configuration = cache.getConfiguration(CacheConfiguration.class);
        if (!(configuration.getAffinity() instanceof SlotAffinity)
                || configuration.getAtomicityMode() != CacheAtomicityMode.ATOMIC
                || !groupName(binding).equals(configuration.getGroupName())) {
            throw new YggdrasilException(
                    YggdrasilException.Kind.USER,
                    "cache=" + binding.name() + " exists, but was not made by Yggdrasil: affinity="
                            + configuration.getAffinity().getClass().getName() + " atomicity="
                            + configuration.getAtomicityMode() + " group=" + configuration.getGroupName()
                            + ". Destroy or rename it");
        }
    }
}
