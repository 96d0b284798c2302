package io.yggdrasil.ignite.eviction;

/**
 * An own order of eviction, in place of the mode's. Which entries are looked at (all, or those with an expiry) and what is
 * known of them (uses, times) is still the mode's.
 *
 * <p>Threads: called by several at once. It must not block and not call Ignite; when it throws, the entry is kept.
 */
@FunctionalInterface
public interface VictimChoice {
    /** The worth of an entry that is not to be evicted whatever happens. */
    long KEEP = Long.MAX_VALUE;

    /** What an entry is worth; of those that are looked at together, the ones of least worth are evicted. */
    long worth(Candidate candidate);
}
