package io.yggdrasil.tier.policy;

/** Takes what a policy chooses for eviction. Evicting is its act; the policy only forgets the entry when that was done. */
@FunctionalInterface
public interface Victims {
    /**
     * Evicts an entry, or refuses to. Must not call the policy.
     *
     * @return whether the entry is gone; false puts it back (a locked or pinned entry), as one used just now
     */
    boolean evict(long key, int weightBytes);
}
