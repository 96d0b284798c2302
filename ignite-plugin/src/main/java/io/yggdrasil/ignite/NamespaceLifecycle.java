package io.yggdrasil.ignite;

import javax.cache.Cache;
import org.apache.ignite.cluster.ClusterNode;
import org.apache.ignite.configuration.CacheConfiguration;
import org.apache.ignite.plugin.CachePluginConfiguration;
import org.apache.ignite.plugin.CachePluginProvider;
import org.jspecify.annotations.Nullable;

/** Tells {@link Namespaces} and {@link TierMetrics} when one of its caches starts and stops on this node, whoever caused it. */
@SuppressWarnings("rawtypes") // As Ignite declares the interface.
final class NamespaceLifecycle implements CachePluginProvider<CachePluginConfiguration> {
    private final Namespaces namespaces;

    private final @Nullable TierMetrics metrics;

    private final String cacheName;

    /** {@code metrics}: of a node that holds data; null on a client node. */
    NamespaceLifecycle(Namespaces namespaces, @Nullable TierMetrics metrics, String cacheName) {
        this.namespaces = namespaces;
        this.metrics = metrics;
        this.cacheName = cacheName;
    }

    @Override
    public void start() {}

    @Override
    public void onIgniteStart() {
        namespaces.cacheStarted(cacheName);
        if (metrics != null && namespaces.isNamespace(cacheName)) {
            metrics.add(cacheName);
        }
    }

    @Override
    public void onIgniteStop(boolean cancel) {
        namespaces.cacheStopping(cacheName);
        if (metrics != null) {
            metrics.remove(cacheName);
        }
    }

    @Override
    public void stop(boolean cancel) {}

    @Override
    public <T> @Nullable T createComponent(Class<T> type) {
        return null;
    }

    @Override
    public <T, K, V> @Nullable T unwrapCacheEntry(Cache.Entry<K, V> entry, Class<T> type) {
        return null;
    }

    @Override
    public void validate() {}

    @Override
    public void validateRemote(CacheConfiguration local, CacheConfiguration remote, ClusterNode node) {}
}
