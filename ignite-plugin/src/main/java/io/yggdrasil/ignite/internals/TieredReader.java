package io.yggdrasil.ignite.internals;

import io.yggdrasil.ignite.internals.RowReader.Outcome;
import io.yggdrasil.ignite.mutation.Stamps;
import io.yggdrasil.ignite.statistics.CacheStatistics;
import io.yggdrasil.tier.hot.ArraySink;
import io.yggdrasil.tier.hot.GetOutcome;
import io.yggdrasil.tier.hot.HotGuard;
import io.yggdrasil.tier.hot.HotKey;
import io.yggdrasil.tier.hot.HotReader;
import io.yggdrasil.tier.hot.HotSink;
import io.yggdrasil.tier.hot.PinOutcome;
import io.yggdrasil.tier.hot.PutOutcome;
import org.jspecify.annotations.Nullable;

/**
 * Reads strings from the hot tier, else from their page, in which case those that are read again soon get a copy.
 *
 * <p>The caller answers for ownership: it asks only while this node is the partition's primary, and checks afterwards
 * that it still is. Why a copy is never stale: {@link HotCopies}.
 *
 * <p>Threads: one.
 */
public final class TieredReader {
    /** How often a pin is tried again when writers come in between. */
    private static final int PIN_TRIES = 64;

    /** One read in 257 is timed: the clock takes as long as half a hit. A prime, lest clients that take turns step with it. */
    private static final int READS_PER_TIMED = 257;

    private final RowReader rows = new RowReader();
    private final HotKey key = new HotKey();
    private final Recorder recorder = new Recorder();
    private final Guard guard = new Guard();
    private final HotBypass bypass = new HotBypass();
    private @Nullable HotCopies lastCopies;
    private @Nullable HotReader lastReader;
    private int untilTimed = READS_PER_TIMED;
    private boolean wasHot;

    /** Makes a reader for one thread. */
    public TieredReader() {}

    /**
     * Reads a string.
     *
     * <p>The sink may be opened a second time, which voids the first; where the outcome is not {@link Outcome#FOUND}, what
     * it took is to be dropped.
     *
     * @param from the store
     * @param bytes array with the key's bytes from {@code offset} on
     * @param partition the key's partition
     * @param now the present time, milliseconds since 1970
     */
    public Outcome read(EntryStore from, byte[] bytes, int offset, int length, int partition, long now, HotSink sink) {
        if (--untilTimed > 0) {
            return readUntimed(from, bytes, offset, length, partition, now, sink);
        }
        untilTimed = READS_PER_TIMED;
        long begin = System.nanoTime();
        Outcome outcome = readUntimed(from, bytes, offset, length, partition, now, sink);
        if (outcome != Outcome.UNSUPPORTED) {
            CacheStatistics statistics = from.statistics();
            (wasHot ? statistics.hotReads() : statistics.warmReads()).add(System.nanoTime() - begin);
        }
        return outcome;
    }

    private Outcome readUntimed(
            EntryStore from, byte[] bytes, int offset, int length, int partition, long now, HotSink sink) {
        wasHot = false;
        HotCopies copies = from.copies();
        if (copies == null) {
            return rows.read(from, bytes, offset, length, partition, now, sink);
        }
        key.wrap(from.id(), bytes, offset, length);
        return read(copies, from, partition, now, sink);
    }

    private Outcome read(HotCopies copies, EntryStore from, int partition, long now, HotSink sink) {
        if (!bypass.lookUp(key.hash()) && !copies.hasPins()) {
            return rows.read(from, key.bytes(), key.offset(), key.length(), partition, now, sink);
        }
        long generation = from.stamps().generation(partition);
        GetOutcome hot = hotReader(copies).get(key, generation, now, sink);
        bypass.ended(hot, copies);
        if (hot == GetOutcome.HIT) {
            wasHot = true;
            from.countRead(key.bytes(), key.offset(), key.length(), partition);
            return Outcome.FOUND;
        }
        Outcome outcome = readRow(from, partition, now, sink);
        // A stale copy is one that was hot, or is pinned: it is renewed at once.
        if (outcome == Outcome.FOUND
                && (hot == GetOutcome.STALE || copies.secondReads().isSecond(key.hash(), rows.stamp()))) {
            fill(copies, generation, now);
        }
        return outcome;
    }

    /**
     * Keeps a string in the hot tier until a time.
     *
     * @param untilMillis when the pin ends, milliseconds since 1970
     */
    public PinResult pin(
            EntryStore from, byte[] bytes, int offset, int length, int partition, long now, long untilMillis) {
        HotCopies copies = from.copies();
        if (copies == null) {
            return PinResult.OFF;
        }
        key.wrap(from.id(), bytes, offset, length);
        for (int i = 0; i < PIN_TRIES; i++) {
            long generation = from.stamps().generation(partition);
            Outcome outcome = readRow(from, partition, now, new ArraySink());
            if (outcome != Outcome.FOUND) {
                return outcome == Outcome.UNSUPPORTED ? PinResult.UNSUITABLE : PinResult.NO_KEY;
            }
            PutOutcome put = fill(copies, generation, now);
            if (put == PutOutcome.TOO_LARGE) {
                return PinResult.UNSUITABLE;
            }
            if (put == PutOutcome.STORED_UNPINNED || put == PutOutcome.BUCKET_PINNED) {
                return PinResult.OVER_SHARE;
            }
            PinOutcome pinned = put.stored() ? copies.arena().pin(key, untilMillis) : PinOutcome.ABSENT;
            if (pinned == PinOutcome.PINNED) {
                copies.pinned();
                return PinResult.PINNED;
            }
            if (pinned == PinOutcome.OVER_SHARE) {
                return PinResult.OVER_SHARE;
            }
            Thread.onSpinWait();
        }
        return PinResult.BUSY;
    }

    /** Ends a pin; returns whether there was one. */
    public boolean unpin(EntryStore from, byte[] bytes, int offset, int length) {
        HotCopies copies = from.copies();
        if (copies == null) {
            return false;
        }
        return copies.arena().unpin(key.wrap(from.id(), bytes, offset, length)) == PinOutcome.UNPINNED;
    }

    /** The reader of the node's arena; a thread mostly stays with one node. */
    private HotReader hotReader(HotCopies copies) {
        HotReader known = lastReader;
        if (known == null || copies != lastCopies) {
            known = copies.arena().reader();
            lastReader = known;
            lastCopies = copies;
        }
        return known;
    }

    private Outcome readRow(EntryStore from, int partition, long now, HotSink sink) {
        recorder.begin(sink);
        guard.stamps = from.stamps();
        guard.partition = partition;
        return rows.read(from, key.bytes(), key.offset(), key.length(), partition, now, recorder);
    }

    private PutOutcome fill(HotCopies copies, long generation, long now) {
        return copies.arena()
                .put(
                        key,
                        recorder.array(),
                        recorder.offset,
                        recorder.length,
                        generation,
                        rows.expireTime(),
                        now,
                        guard);
    }

    /** How a pin ended. */
    public enum PinResult {
        /** The value is held. */
        PINNED("it is"),
        /** There is no such key, or its time is over. */
        NO_KEY("there is no such key"),
        /** The value is too large for the hot tier, or key or value are not of a kind that it takes. */
        UNSUITABLE("the hot tier takes ASCII keys and byte values up to a quarter of its segments only"),
        /** The pinned values would take more than their share. */
        OVER_SHARE("the pinned values have their whole share of the hot tier"),
        /** The key was written all the time. */
        BUSY("it is written all the time, or others write to its part of the hot tier"),
        /** This node has no hot tier. */
        OFF("the hot tier is off");

        private final String reason;

        PinResult(String reason) {
            this.reason = reason;
        }

        /** Why the value is not held. */
        public String reason() {
            return reason;
        }
    }

    /** Whether the row is still what was read. */
    private final class Guard implements HotGuard {
        private @Nullable Stamps stamps;
        private int partition;

        @Override
        public boolean stands() {
            return stamps != null && stamps.stands(partition, rows.keyHash(), rows.stamp());
        }
    }

    /** Remembers where the sink has the value. */
    private static final class Recorder implements HotSink {
        private @Nullable HotSink sink;
        private int offset;
        private int length;

        void begin(HotSink to) {
            sink = to;
        }

        @Override
        public int open(int bytes) {
            length = bytes;
            offset = target().open(bytes);
            return offset;
        }

        @Override
        public byte[] array() {
            return target().array();
        }

        private HotSink target() {
            HotSink to = sink;
            if (to == null) {
                throw new IllegalStateException("no read is under way");
            }
            return to;
        }
    }
}
