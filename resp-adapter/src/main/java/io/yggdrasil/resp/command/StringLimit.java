package io.yggdrasil.resp.command;

import io.yggdrasil.resp.wire.RequestLimits;

/** How long a string may grow. */
public final class StringLimit {
    /** Longest string in bytes: as long as the longest argument. */
    public static final long BYTES_MAX = RequestLimits.DEFAULT.bulkBytesMax();

    private StringLimit() {}

    /** The length of {@code more} bytes behind {@code bytes} bytes, neither negative, when a string may be so long. */
    public static int sum(long bytes, long more) {
        long total = bytes + more;
        if (total > BYTES_MAX || total < bytes) {
            throw new RedisException("ERR string exceeds maximum allowed size (proto-max-bulk-len)");
        }
        return (int) total;
    }
}
