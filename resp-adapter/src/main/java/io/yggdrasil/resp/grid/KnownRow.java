package io.yggdrasil.resp.grid;

import org.jspecify.annotations.Nullable;

/**
 * What the row at a key was when a command read or stored it.
 *
 * @param version null: there was none
 * @param owner whose nodes the root that it held reaches; 0: none
 * @param bytes length of its value
 * @param expireTime milliseconds since 1970; 0: never
 */
record KnownRow(@Nullable Object version, long owner, int bytes, long expireTime) {
    /** There was none. */
    static final KnownRow MISSING = new KnownRow(null, 0, 0, 0);

    /** Its value was replaced by one of the same length, with the same expire time. */
    KnownRow replaced(@Nullable Object nextVersion, long nextOwner) {
        return new KnownRow(nextVersion, nextOwner, bytes, expireTime);
    }

    boolean isOver(long nowMillis) {
        return expireTime > 0 && expireTime <= nowMillis;
    }
}
