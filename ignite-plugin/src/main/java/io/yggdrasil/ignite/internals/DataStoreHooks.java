package io.yggdrasil.ignite.internals;

import io.yggdrasil.ignite.internals.InternalsCheck.Hook;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.ignite.IgniteLogger;
import org.apache.ignite.internal.processors.cache.CacheGroupContext;
import org.apache.ignite.internal.processors.cache.CacheObject;
import org.apache.ignite.internal.processors.cache.GridCacheContext;
import org.apache.ignite.internal.processors.cache.GridCacheSharedContext;
import org.apache.ignite.internal.processors.cache.IgniteCacheOffheapManager.OffheapInvokeClosure;
import org.apache.ignite.internal.processors.cache.IgniteCacheOffheapManagerImpl;
import org.apache.ignite.internal.processors.cache.IgniteCacheOffheapManagerImpl.CacheDataStoreImpl;
import org.apache.ignite.internal.processors.cache.KeyCacheObject;
import org.apache.ignite.internal.processors.cache.persistence.CacheDataRow;
import org.apache.ignite.internal.processors.cache.persistence.GridCacheOffheapManager;
import org.apache.ignite.internal.processors.cache.persistence.GridCacheOffheapManager.GridCacheDataStore;
import org.apache.ignite.internal.processors.cache.version.GridCacheVersion;
import org.apache.ignite.internal.processors.resource.DependencyResolver;
import org.apache.ignite.internal.processors.resource.GridResourceProcessor;
import org.apache.ignite.internal.util.lang.IgniteInClosure2X;
import org.apache.ignite.internal.util.lang.IgnitePredicateX;

/**
 * What of Ignite the data-store decorator sets and overrides. Overrides are checked since a method that Ignite renames is
 * simply no longer called, which neither the compiler nor the linker would report to a plugin built before.
 */
final class DataStoreHooks {
    private DataStoreHooks() {}

    static List<Hook> all() {
        String reason = "watch the data stores of namespaces";
        Class<?> memory = IgniteCacheOffheapManagerImpl.class;
        Class<?> disk = GridCacheOffheapManager.class;
        List<Hook> hooks = new ArrayList<>(List.of(
                Hook.field(
                        reason,
                        GridResourceProcessor.class,
                        DataStoreDecorator.RESOLVER_FIELD,
                        DependencyResolver.class),
                Hook.method(reason, memory, "start", GridCacheSharedContext.class, CacheGroupContext.class),
                Hook.method(reason, memory, "createCacheDataStore0", int.class),
                Hook.method(reason, memory, "stop"),
                Hook.method(
                        reason,
                        disk,
                        "createGridCacheDataStore",
                        CacheGroupContext.class,
                        int.class,
                        boolean.class,
                        IgniteLogger.class),
                Hook.method(reason, disk, "stop"),
                Hook.method(reason, memory, "initPendingTree", GridCacheContext.class),
                Hook.method(reason, memory, "onCacheStarted", GridCacheContext.class),
                Hook.method(reason, memory, "expire", GridCacheContext.class, IgniteInClosure2X.class, int.class),
                Hook.method(reason, disk, "expire", GridCacheContext.class, IgniteInClosure2X.class, int.class),
                Hook.method(reason, memory, "expiredSize"),
                Hook.method(reason, memory, "hasEntriesPendingExpire", int.class),
                Hook.method(reason, CacheDataStoreImpl.class, "insertRows", Collection.class, IgnitePredicateX.class),
                Hook.method(
                        reason,
                        CacheDataStoreImpl.class,
                        "createRow",
                        GridCacheContext.class,
                        KeyCacheObject.class,
                        CacheObject.class,
                        GridCacheVersion.class,
                        long.class,
                        CacheDataRow.class),
                Hook.method(reason, CacheDataStoreImpl.class, "destroy"),
                Hook.method(reason, GridCacheDataStore.class, "markDestroyed")));
        for (Class<?> store : List.of(CacheDataStoreImpl.class, GridCacheDataStore.class)) {
            Class<?> context = GridCacheContext.class;
            Class<?> key = KeyCacheObject.class;
            hooks.add(Hook.method(reason, store, "find", context, key));
            hooks.add(Hook.method(reason, store, "invoke", context, key, OffheapInvokeClosure.class));
            hooks.add(Hook.method(
                    reason,
                    store,
                    "update",
                    context,
                    key,
                    CacheObject.class,
                    GridCacheVersion.class,
                    long.class,
                    CacheDataRow.class));
            hooks.add(Hook.method(reason, store, "remove", context, key, int.class));
            hooks.add(Hook.method(reason, store, "clear", int.class));
        }
        return hooks;
    }
}
