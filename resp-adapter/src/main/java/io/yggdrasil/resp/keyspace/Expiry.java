package io.yggdrasil.resp.keyspace;

/** Special values of an expiry, which otherwise is a time in milliseconds since 1970. */
public final class Expiry {
    /** Writes: the key shall not expire. Reads: the key does not expire. */
    public static final long NONE = 0;

    /** Writes: leave the expiry as it is. */
    public static final long KEEP = -1;

    /** Reads: there is no such key. */
    public static final long NO_KEY = -2;

    private Expiry() {}
}
