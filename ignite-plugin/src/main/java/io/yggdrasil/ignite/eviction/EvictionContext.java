package io.yggdrasil.ignite.eviction;

import org.jspecify.annotations.Nullable;

/** What the rounds of all regions share. */
interface EvictionContext {
    /** The user's order of eviction; null: the mode's. */
    @Nullable
    VictimChoice choice();

    /** Where evicted entries of a namespace go; null: nowhere. */
    @Nullable
    Demotion demotion(String cacheName);

    /** The way to the primaries of entries of which this node has a backup. */
    Proposals proposals();

    /** How the node evicts now. */
    EvictionSettings settings();

    /** Sets the clock of uses; called every few milliseconds. */
    void tick();

    /** Tells the other nodes whether this one is short of room. */
    void tell(boolean isShort);

    /** Forgets other nodes that were short of room a while ago. */
    void refreshShortNodes();
}
