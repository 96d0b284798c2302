package io.yggdrasil.resp.command;

import io.yggdrasil.resp.wire.RequestLimits;
import java.util.function.LongSupplier;

/** How long a string may grow: as long as the longest argument ({@code proto-max-bulk-len}), and as a Java array. */
public final class StringLimit {
    /** Redis's default: 512 MiB. */
    public static final StringLimit DEFAULT = new StringLimit(RequestLimits.DEFAULT::bulkBytesMax);

    private static final long ARRAY_BYTES_MAX = Integer.MAX_VALUE - 64;

    private final LongSupplier bytesMax;

    /** Makes a limit that is read anew at each use. */
    public StringLimit(LongSupplier bytesMax) {
        this.bytesMax = bytesMax;
    }

    /** Longest string in bytes. */
    public long bytesMax() {
        return Math.min(bytesMax.getAsLong(), ARRAY_BYTES_MAX);
    }

    /** The length of {@code more} bytes behind {@code bytes} bytes, neither negative, when a string may be so long. */
    public int sum(long bytes, long more) {
        long total = bytes + more;
        if (total > bytesMax() || total < bytes) {
            throw new RedisException("ERR string exceeds maximum allowed size (proto-max-bulk-len)");
        }
        return (int) total;
    }
}
