package io.yggdrasil.ignite.eviction;

/**
 * An entry that may be evicted, as a {@link VictimChoice} sees it. Immutable.
 *
 * @param cacheName the name of its namespace's cache
 * @param key its key: a String, or a BinaryObject where it is no text
 * @param bytes what key, value, version and expire time take
 * @param expireTime when it expires in milliseconds since 1970; 0: never
 * @param frequency how often it was used lately, 0 to 15; 0 where the mode does not count
 * @param idleMillis for how long it was not used; 0 where the mode does not keep times. Coarse: may be too short
 */
public record Candidate(String cacheName, Object key, int bytes, long expireTime, int frequency, long idleMillis) {}
