package io.yggdrasil.resp.wire;

/**
 * What a client may send. The defaults are Redis's.
 *
 * @param bulkBytesMax longest argument in bytes ({@code proto-max-bulk-len}), at least 16 KiB
 * @param argumentsMax most arguments of one request, at least 10
 * @param queryBufferBytesMax most bytes of requests that were received and not run ({@code client-query-buffer-limit})
 */
public record RequestLimits(long bulkBytesMax, int argumentsMax, long queryBufferBytesMax) {
    /** Redis's own limits: arguments of 512 MiB, as many as a number counts, 1 GiB of them. */
    public static final RequestLimits DEFAULT = new RequestLimits(512L << 20, Integer.MAX_VALUE, 1L << 30);

    /** Checks the ranges. */
    public RequestLimits {
        if (bulkBytesMax < RequestParser.BULK_BYTES_UNCHECKED) {
            throw new IllegalArgumentException("bulkBytesMax=" + bulkBytesMax);
        }
        if (argumentsMax < RequestParser.ARGUMENTS_UNCHECKED) {
            throw new IllegalArgumentException("argumentsMax=" + argumentsMax);
        }
        if (queryBufferBytesMax < 1) {
            throw new IllegalArgumentException("queryBufferBytesMax=" + queryBufferBytesMax);
        }
    }
}
