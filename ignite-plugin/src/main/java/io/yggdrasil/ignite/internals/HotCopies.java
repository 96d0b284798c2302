package io.yggdrasil.ignite.internals;

import io.yggdrasil.tier.hot.HotArena;
import io.yggdrasil.tier.hot.HotKey;
import io.yggdrasil.tier.hot.KeyHash;
import org.apache.ignite.IgniteCheckedException;
import org.apache.ignite.internal.binary.GridBinaryMarshaller;
import org.apache.ignite.internal.processors.cache.GridCacheContext;
import org.apache.ignite.internal.processors.cache.KeyCacheObject;
import org.apache.ignite.internal.util.typedef.internal.CU;

/**
 * The copies of this node's rows in the hot tier, from the side of those who change rows.
 *
 * <p>Whoever changes a row first announces it at the {@link io.yggdrasil.ignite.mutation.Stamps}, then hides the copy
 * here, and only then changes the row. Who makes a copy ({@link TieredReader}) reads the stamp, then the row, and shows the
 * copy only if the stamp still stands. So no copy outlives its row, not even for the time between the change and its
 * acknowledgement.
 *
 * <p>Copies are found by cache id and the bytes of the key. Only text keys have any: of other keys nothing is looked up.
 *
 * <p>Threads: any.
 */
public final class HotCopies implements HotBypass.Tier {
    /** Bytes before the characters of a marshalled text: type and length. */
    private static final int TEXT_HEADER_BYTES = 5;

    private final HotArena arena;
    private final SecondReads secondReads;
    private volatile boolean pins;

    /** Watches over the copies in {@code arena}, which the caller closes. */
    public HotCopies(HotArena arena) {
        this.arena = arena;
        this.secondReads = new SecondReads(arena.config().entriesExpected());
    }

    /** The store that the copies of a cache's rows are under: Ignite's id of the cache, the same on every node. */
    public static int cacheId(String cacheName) {
        return CU.cacheId(cacheName);
    }

    HotArena arena() {
        return arena;
    }

    @Override
    public long fallenOut() {
        return arena.statistics().fallenOut();
    }

    SecondReads secondReads() {
        return secondReads;
    }

    /** Notes that a copy was pinned: from now on every read looks here first. */
    void pinned() {
        pins = true;
    }

    /** Whether there may be pinned copies. */
    boolean hasPins() {
        return pins;
    }

    /** Called before a row is changed or removed. */
    void beforeChange(GridCacheContext<?, ?> cctx, KeyCacheObject key) throws IgniteCheckedException {
        byte[] bytes = key.valueBytes(cctx.cacheObjectContext());
        if (isText(bytes)) {
            long hash = hash(cctx, bytes);
            if (arena.mayHold(hash)) {
                arena.hide(key(cctx, bytes, hash), System.currentTimeMillis());
            }
        }
    }

    /** Called after a row was removed: a pin does not wait for a key that is gone. */
    void afterRemoval(GridCacheContext<?, ?> cctx, KeyCacheObject key) throws IgniteCheckedException {
        byte[] bytes = key.valueBytes(cctx.cacheObjectContext());
        if (isText(bytes)) {
            long hash = hash(cctx, bytes);
            if (arena.mayHold(hash)) {
                arena.invalidate(key(cctx, bytes, hash));
            }
        }
    }

    private static boolean isText(byte[] marshalled) {
        return marshalled.length >= TEXT_HEADER_BYTES && marshalled[0] == GridBinaryMarshaller.STRING;
    }

    private static long hash(GridCacheContext<?, ?> cctx, byte[] marshalled) {
        return KeyHash.hash(cctx.cacheId(), marshalled, TEXT_HEADER_BYTES, marshalled.length - TEXT_HEADER_BYTES);
    }

    private static HotKey key(GridCacheContext<?, ?> cctx, byte[] marshalled, long hash) {
        return new HotKey()
                .wrap(cctx.cacheId(), marshalled, TEXT_HEADER_BYTES, marshalled.length - TEXT_HEADER_BYTES, hash);
    }
}
