package io.yggdrasil.ignite.internals;

import java.util.concurrent.atomic.AtomicLong;

/**
 * When the first entry of one partition on this node expires, as far as is known: a bound that is never too late. So the
 * clean-up looks only into partitions where something is due, and pages that are on disk stay there.
 *
 * <p>A writer calls {@link #note} after the entry is in the tree of what expires. The clean-up calls {@link #forget} before
 * it looks into that tree, and notes what it leaves there. So an entry that it does not see is noted behind its back.
 */
final class PartitionExpiry {
    private static final long NEVER = Long.MAX_VALUE;
    private static final long UNKNOWN = Long.MIN_VALUE;

    private final boolean shared;
    private final AtomicLong first;

    /**
     * Makes the bound of a partition.
     *
     * @param empty whether nothing is stored in it yet
     * @param shared whether several caches use the partition: each cleans up its own, so nothing is ever known
     */
    PartitionExpiry(boolean empty, boolean shared) {
        this.shared = shared;
        this.first = new AtomicLong(empty && !shared ? NEVER : UNKNOWN);
    }

    /** Notes that an entry was stored; {@code expireTime} is in milliseconds since 1970, 0: never. */
    void note(long expireTime) {
        if (expireTime != 0 && expireTime < first.get()) {
            first.accumulateAndGet(expireTime, Math::min);
        }
    }

    /** Whether an entry may have expired at that time. */
    boolean isDue(long nowMillis) {
        return first.get() <= nowMillis;
    }

    /** Forgets what was noted, as the tree is going to be looked into. */
    void forget() {
        if (!shared) {
            first.set(NEVER);
        }
    }
}
