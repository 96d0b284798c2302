package io.yggdrasil.tier.hot;

import java.lang.ref.Reference;
import java.util.Objects;
import java.util.function.IntToLongFunction;
import java.util.function.ToLongBiFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A cache of the hottest entries in memory outside of the heap.
 *
 * <p>An entry is found by store and key, and carries a stamp and a time to expire. What a stamp means is the caller's
 * matter; a look-up that demands another one misses. It is a cache: a put may be refused, a record may be gone at any
 * time unless it is pinned, and every operation says how it ended instead of throwing.
 *
 * <p>Guarantees:
 * <ul>
 *   <li>A hit is the value of one put of that store, key and stamp, whole, and the last one of that key that returned
 *       before the look-up began, or one that ran beside it.
 *   <li>After {@link #hide}, {@link #invalidate}, {@link #clear(int)} or {@link #clear()} returned, no look-up that begins
 *       later hits a record whose put had returned before they were called. A put that runs beside them may come before
 *       or after.
 *   <li>A pinned record is found until its pin ends, unless it is hidden, invalidated, cleared or expires, or a look-up
 *       takes so long that the ring passes the copy that it reads.
 *   <li>A refused put leaves an older record of the key where it is: with its old stamp.
 *   <li>After {@link #close} every look-up misses and every put is refused.
 * </ul>
 *
 * <p>Threads: any, each with a {@link HotKey}, a {@link HotSink} and best a {@link HotReader} of its own. Look-ups take no
 * lock and allocate nothing. Puts take the lock of the key's shard if it is free, else they are refused; all else waits for
 * it.
 */
public final class HotArena implements AutoCloseable {
    /** A pin without end. */
    public static final long PIN_FOREVER = Long.MAX_VALUE;

    private final HotArenaConfig config;
    private final Readers readers = new Readers();
    private final ThreadLocal<HotReader> threadsReader = ThreadLocal.withInitial(this::reader);
    private final ArenaMemory memory;
    private final HotShard[] shards;
    private final int shardShift;

    /**
     * Reserves the memory.
     *
     * @throws OutOfMemoryError if there is not so much
     */
    public HotArena(HotArenaConfig config, HotAdmission admission) {
        this.config = config;
        shards = new HotShard[config.shards()];
        shardShift = Long.SIZE - 1 - Integer.numberOfTrailingZeros(config.shards());
        long heads = HotShard.HEAD_BYTES * config.shards();
        long shardBytes = HotShard.bytes(config);
        memory = ArenaMemory.reserve(heads + shardBytes * config.shards());
        for (int i = 0; i < shards.length; i++) {
            long head = memory.address() + i * HotShard.HEAD_BYTES;
            shards[i] = new HotShard(head, memory.address() + heads + i * shardBytes, config, admission);
        }
    }

    public HotArenaConfig config() {
        return config;
    }

    /** Whether the system was asked for huge pages; it has them or not. */
    public boolean hugePages() {
        return memory.hugePages();
    }

    /** A way to look keys up, for one thread; make one and keep it. */
    public HotReader reader() {
        return readers.open(this);
    }

    /**
     * Looks a key up and copies its value to the sink, by a reader that the arena keeps for the calling thread.
     *
     * @param stamp the stamp that the record must have
     * @param nowMillis the present time, milliseconds since 1970
     */
    public GetOutcome get(HotKey key, long stamp, long nowMillis, HotSink sink) {
        return threadsReader.get().get(key, stamp, nowMillis, sink);
    }

    /**
     * Inserts or replaces a record. A replaced record's pin goes to the new one.
     *
     * @param stamp what look-ups must demand to hit it
     * @param expireAtMillis when it expires, milliseconds since 1970; 0 for never
     * @param nowMillis the present time, milliseconds since 1970
     * @throws IndexOutOfBoundsException if the range of the value is not within the array
     */
    public PutOutcome put(
            HotKey key, byte[] value, int offset, int length, long stamp, long expireAtMillis, long nowMillis) {
        return put(key, value, offset, length, stamp, expireAtMillis, nowMillis, null);
    }

    /**
     * As {@link #put}, for a copy of an entry that may be changed meanwhile: shown only if the guard, if any, says so at
     * the end.
     */
    public PutOutcome put(
            HotKey key,
            byte[] value,
            int offset,
            int length,
            long stamp,
            long expireAtMillis,
            long nowMillis,
            @Nullable HotGuard guard) {
        Objects.checkFromIndexSize(offset, length, value.length);
        try {
            return shard(key.hash()).writer().put(key, value, offset, length, stamp, expireAtMillis, nowMillis, guard);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /** Removes a key's record and its pin; returns whether there was one. Takes no lock if there surely is none. */
    public boolean invalidate(HotKey key) {
        try {
            return shard(key.hash()).mayHold(key.hash())
                    && shard(key.hash()).writer().invalidate(key);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /**
     * Lets a key's record be hit no more, as its owner is about to change the entry; returns whether there was one. As
     * {@link #invalidate}, but a pinned record's pin waits for the next record of the key, and look-ups meanwhile answer
     * {@link GetOutcome#STALE}. A put under a {@link HotGuard} that sees the owner's mark cannot slip through.
     *
     * @param nowMillis the present time, milliseconds since 1970
     */
    public boolean hide(HotKey key, long nowMillis) {
        try {
            return shard(key.hash()).mayHold(key.hash())
                    && shard(key.hash()).writer().hide(key, nowMillis);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /**
     * Whether there may be a record of a key with this hash, shown or hidden; no is sure for whatever was put before the
     * call. Takes no lock.
     */
    public boolean mayHold(long keyHash) {
        try {
            return shard(keyHash).mayHold(keyHash);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /** Removes all records of a store. Looks through the whole index, a piece at a time under each lock. */
    public void clear(int storeId) {
        for (HotShard shard : shards) {
            shard.writer().clear(storeId);
        }
        Reference.reachabilityFence(this);
    }

    /** Removes all records, at once. */
    public void clear() {
        for (HotShard shard : shards) {
            shard.writer().clear();
        }
        Reference.reachabilityFence(this);
    }

    /**
     * Keeps a key's record, and those that replace it, until a time. Pinning again sets the time anew. An end in the past
     * is a pin that has ended.
     *
     * @param untilMillis when the pin ends, milliseconds since 1970, or {@link #PIN_FOREVER}
     * @throws IllegalArgumentException if it is not positive
     */
    public PinOutcome pin(HotKey key, long untilMillis) {
        if (untilMillis <= 0) {
            throw new IllegalArgumentException("untilMillis=" + untilMillis + " must be positive");
        }
        return setPin(key, untilMillis);
    }

    /** Ends a key's pin; its record stays as any other, unless it is hidden. */
    public PinOutcome unpin(HotKey key) {
        return setPin(key, 0);
    }

    private PinOutcome setPin(HotKey key, long untilMillis) {
        try {
            return shard(key.hash()).writer().pin(key, untilMillis);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /** What was done and is held, of all stores together. */
    public HotStatistics statistics() {
        return statistics(readers::count, ShardCounters::get);
    }

    /**
     * The part of one store, of at most {@value StoreCounters#STORES_MOST}, or zeros; the sizes of rings and index are
     * those of the arena, which stores share. Inserts refused as another thread was writing are counted from the first
     * on that was not.
     */
    public HotStatistics statistics(int storeId) {
        return statistics(
                outcome -> readers.count(storeId, outcome), (counters, counter) -> counters.get(storeId, counter));
    }

    /**
     * Lets the rings pass all records, for ever, and gives the memory in use back. A look-up that is in the middle of a
     * record then finds that the ring passed it, so nobody has to wait for it. Further calls do nothing.
     */
    @Override
    public void close() {
        for (HotShard shard : shards) {
            shard.writer().close();
        }
        memory.discard(HotShard.HEAD_BYTES * shards.length);
        Reference.reachabilityFence(this);
    }

    /** The shard of a hash, by its highest bits; shifted in two steps, as a shift by 64 would be none. */
    HotShard shard(long hash) {
        return shards[(int) (hash >>> 1 >>> shardShift)];
    }

    private HotStatistics statistics(ToLongFunction<GetOutcome> gets, ToLongBiFunction<ShardCounters, Integer> writes) {
        IntToLongFunction sums = counter -> {
            long sum = 0;
            for (HotShard shard : shards) {
                sum += writes.applyAsLong(shard.writer().counters(), counter);
            }
            return sum;
        };
        ToLongFunction<PutOutcome> puts = outcome -> sums.applyAsLong(outcome.ordinal());
        return new HotStatistics(
                gets.applyAsLong(GetOutcome.HIT),
                gets.applyAsLong(GetOutcome.MISS),
                gets.applyAsLong(GetOutcome.STALE),
                gets.applyAsLong(GetOutcome.EXPIRED),
                puts.applyAsLong(PutOutcome.STORED) + puts.applyAsLong(PutOutcome.STORED_UNPINNED),
                puts.applyAsLong(PutOutcome.CONTENDED),
                puts.applyAsLong(PutOutcome.TOO_LARGE),
                puts.applyAsLong(PutOutcome.EXPIRED),
                puts.applyAsLong(PutOutcome.NO_ROOM),
                puts.applyAsLong(PutOutcome.OVERTAKEN),
                puts.applyAsLong(PutOutcome.BUCKET_PINNED),
                puts.applyAsLong(PutOutcome.STORED_UNPINNED),
                sums.applyAsLong(ShardCounters.COPIED_FORWARD),
                sums.applyAsLong(ShardCounters.FALLEN_OUT),
                sums.applyAsLong(ShardCounters.DISPLACED),
                sums.applyAsLong(ShardCounters.INVALIDATED),
                sums.applyAsLong(ShardCounters.ENTRIES),
                sums.applyAsLong(ShardCounters.USED_UNITS) << RecordDescriptor.UNIT_SHIFT,
                sums.applyAsLong(ShardCounters.PINNED_UNITS) << RecordDescriptor.UNIT_SHIFT,
                (long) config.segments() * config.segmentBytes() * shards.length,
                (long) config.buckets() * BucketDescriptor.BYTES * shards.length);
    }
}
