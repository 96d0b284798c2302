package io.yggdrasil.ignite.eviction;

import java.util.Locale;

/** Which entries may be evicted, and which of them go first: Redis's {@code maxmemory-policy}. */
public enum EvictionMode {
    /** None: writes that need memory are refused when it is used up. */
    NOEVICTION,
    /** The ones that were not used for longest. */
    ALLKEYS_LRU,
    /** The ones that were used most seldom lately: TinyLFU. */
    ALLKEYS_LFU,
    /** Any. */
    ALLKEYS_RANDOM,
    /** Of those with an expiry the ones that were not used for longest. */
    VOLATILE_LRU,
    /** Of those with an expiry the ones that were used most seldom lately. */
    VOLATILE_LFU,
    /** Any of those with an expiry. */
    VOLATILE_RANDOM,
    /** Of those with an expiry the ones that expire first. */
    VOLATILE_TTL;

    /** Redis's name of it. */
    public String redisName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The mode with Redis's name; {@link IllegalArgumentException} when there is none. */
    public static EvictionMode of(String redisName) {
        return valueOf(redisName.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    /** Whether anything is evicted. */
    public boolean evicts() {
        return this != NOEVICTION;
    }

    /** Whether entries without an expiry stay. */
    public boolean isVolatile() {
        return name().startsWith("VOLATILE");
    }

    /** Whether uses are counted. */
    public boolean isLfu() {
        return this == ALLKEYS_LFU || this == VOLATILE_LFU;
    }

    /** Whether the times of uses are kept. */
    public boolean isLru() {
        return this == ALLKEYS_LRU || this == VOLATILE_LRU;
    }
}
