package io.yggdrasil.ignite.internals;

import io.yggdrasil.ignite.internals.InternalsCheck.Hook;
import java.util.List;
import org.apache.ignite.internal.processors.affinity.AffinityTopologyVersion;
import org.apache.ignite.internal.processors.cache.CacheObjectAdapter;
import org.apache.ignite.internal.processors.cache.GridCacheContext;
import org.apache.ignite.internal.processors.cache.GridCacheMapEntry;
import org.apache.ignite.internal.processors.cache.GridCachePartitionExchangeManager;
import org.apache.ignite.internal.processors.cache.GridCacheTtlManager;
import org.apache.ignite.internal.processors.cache.IgniteCacheOffheapManager.CacheDataStore;
import org.apache.ignite.internal.processors.cache.KeyCacheObject;
import org.apache.ignite.internal.processors.cache.distributed.dht.GridDhtCacheAdapter;
import org.apache.ignite.internal.processors.cache.distributed.dht.GridDhtCacheEntry;
import org.apache.ignite.internal.processors.cache.distributed.dht.preloader.PartitionsExchangeAware;
import org.apache.ignite.internal.processors.cache.distributed.dht.topology.GridDhtLocalPartition;
import org.apache.ignite.internal.processors.cache.persistence.tree.BPlusTree;
import org.apache.ignite.internal.processors.cache.version.GridCacheVersion;

/** The internals that reading and writing entries near the metal stands on. */
final class EntryHooks {
    private static final String READ = "read rows from page memory";
    private static final String WRITE = "update entries under their own lock";

    private static final String EXPIRE = "remove expired entries";

    private EntryHooks() {}

    static List<Hook> all() {
        return List.of(
                Hook.method(READ, GridDhtLocalPartition.class, "reserve"),
                Hook.method(READ, GridDhtLocalPartition.class, "dataStore"),
                Hook.method(READ, CacheDataStore.class, "tree"),
                Hook.method(READ, CacheDataStore.class, "find", GridCacheContext.class, KeyCacheObject.class),
                Hook.method(
                        READ, BPlusTree.class, "findOne", Object.class, BPlusTree.TreeRowClosure.class, Object.class),
                Hook.field(READ, CacheObjectAdapter.class, "valBytes", byte[].class),
                Hook.method(
                        WRITE,
                        GridDhtCacheAdapter.class,
                        "entryExx",
                        KeyCacheObject.class,
                        AffinityTopologyVersion.class),
                Hook.method(WRITE, GridDhtCacheEntry.class, "readersLocked"),
                Hook.method(
                        "see ownership change",
                        GridCachePartitionExchangeManager.class,
                        "registerExchangeAwareComponent",
                        PartitionsExchangeAware.class),
                Hook.method(EXPIRE, GridCacheMapEntry.class, "onTtlExpired", GridCacheVersion.class),
                Hook.method(EXPIRE, GridCacheMapEntry.class, "isStartVersion"),
                Hook.method(EXPIRE, GridDhtLocalPartition.class, "state"),
                Hook.method(EXPIRE, CacheDataStore.class, "pendingTree"),
                Hook.method(
                        EXPIRE,
                        BPlusTree.class,
                        "find",
                        Object.class,
                        Object.class,
                        BPlusTree.TreeRowClosure.class,
                        Object.class),
                Hook.method("count entries that expire", GridCacheTtlManager.class, "pendingSize"));
    }
}
