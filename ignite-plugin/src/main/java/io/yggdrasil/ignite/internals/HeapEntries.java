package io.yggdrasil.ignite.internals;

import io.yggdrasil.ignite.internals.InternalsCheck.Hook;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.util.List;
import java.util.concurrent.ConcurrentMap;
import org.apache.ignite.internal.processors.cache.GridCacheConcurrentMap.CacheMapHolder;
import org.apache.ignite.internal.processors.cache.GridCacheMapEntry;
import org.apache.ignite.internal.processors.cache.KeyCacheObject;
import org.apache.ignite.internal.processors.cache.distributed.dht.topology.GridDhtLocalPartition;
import org.jspecify.annotations.Nullable;

/**
 * The heap entries of a partition: the objects whose locks Ignite takes before it reads or changes a row for good. Each is
 * made for its first user, found by the next ones in this map, and taken out when nobody needs it.
 *
 * <p>Checked on Ignite 2.17.0: {@code GridDhtLocalPartition.entriesMapIfExists}, {@code
 * GridCacheConcurrentMapImpl.putEntryIfObsoleteOrAbsent}.
 */
final class HeapEntries {
    private static final String METHOD = "entriesMapIfExists";
    private static final MethodHandle MAP = find();

    private HeapEntries() {}

    static List<Hook> hooks() {
        String reason = "change a row that no entry is made for";
        return List.of(
                Hook.method(reason, GridDhtLocalPartition.class, METHOD, Integer.class),
                Hook.field(reason, CacheMapHolder.class, "map", ConcurrentMap.class));
    }

    /** The entries of a cache; null while it has none and shares its partitions with other caches. */
    static @Nullable ConcurrentMap<KeyCacheObject, GridCacheMapEntry> of(
            GridDhtLocalPartition partition, Integer cache) {
        try {
            CacheMapHolder holder = (CacheMapHolder) MAP.invokeExact(partition, cache);
            return holder == null ? null : holder.map;
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError(METHOD + " declares no exceptions", e);
        }
    }

    private static MethodHandle find() {
        try {
            Method method = GridDhtLocalPartition.class.getDeclaredMethod(METHOD, Integer.class);
            method.setAccessible(true);
            return MethodHandles.lookup().unreflect(method);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(METHOD, e);
        }
    }
}
