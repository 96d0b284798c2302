package io.yggdrasil.tier.hot;

/**
 * Says at the last moment whether a record that is being inserted may be shown: whether the entry that it copies still is
 * what was read.
 *
 * <p>It is asked when the record stands in the index, hidden, and a full fence has passed. So of an owner who first marks
 * his change, then calls {@link HotArena#hide}, and of a guard that looks for that mark, one sees the other: either the
 * guard refuses, or the record is found and hidden. No stale record is ever shown, not for a moment.
 *
 * <p>Threads: the inserting one, under the shard's lock: it must be quick and must not call the arena.
 */
@FunctionalInterface
public interface HotGuard {
    /** Whether the entry is still as it was read. */
    boolean stands();
}
