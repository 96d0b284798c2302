package io.yggdrasil.ignite;

import javax.cache.Cache;
import org.apache.ignite.cluster.ClusterNode;
import org.apache.ignite.configuration.CacheConfiguration;
import org.apache.ignite.plugin.CachePluginConfiguration;
import org.apache.ignite.plugin.CachePluginProvider;
import org.jspecify.annotations.Nullable;

/** Tells somebody when a cache starts and stops on this node, whoever caused it. */
@SuppressWarnings("rawtypes") // As Ignite declares the interface.
final class CacheLifecycle implements CachePluginProvider<CachePluginConfiguration> {
    private final Runnable started;

    private final Runnable stopping;

    /** Both are run inside an exchange and must not wait for it. */
    CacheLifecycle(Runnable started, Runnable stopping) {
        this.started = started;
        this.stopping = stopping;
    }

    @Override
    public void start() {}

    @Override
    public void onIgniteStart() {
        started.run();
    }

    @Override
    public void onIgniteStop(boolean cancel) {
        stopping.run();
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
