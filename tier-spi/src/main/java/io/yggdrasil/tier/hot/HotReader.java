package io.yggdrasil.tier.hot;

import java.lang.ref.Reference;

/**
 * One thread's way to look keys up in an arena; it has what a look-up needs at hand and counts how it ended, so that
 * readers write to no place that another one reads.
 *
 * <p>Threads: one, which may change if the hand-over is ordered. It may outlive {@link HotArena#close}, from when on
 * every look-up misses.
 */
public final class HotReader {
    private final HotArena arena;
    private final StoreCounters counters;

    HotReader(HotArena arena, StoreCounters counters) {
        this.arena = arena;
        this.counters = counters;
    }

    /**
     * Looks a key up and copies its value to the sink. Takes no lock, allocates nothing.
     *
     * @param stamp the stamp that the record must have
     * @param nowMillis the present time, milliseconds since 1970
     */
    public GetOutcome get(HotKey key, long stamp, long nowMillis, HotSink sink) {
        GetOutcome outcome = arena.shard(key.hash()).get(key, stamp, nowMillis, sink);
        Reference.reachabilityFence(arena);
        counters.row(key.storeId()).add(outcome.ordinal(), 1);
        return outcome;
    }
}
