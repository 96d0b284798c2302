package io.yggdrasil.resp.wire;

/**
 * What a client may send. The defaults are Redis's.
 *
 * @param bulkBytesMax longest argument in bytes ({@code proto-max-bulk-len})
 * @param argumentsMax most arguments of one request
 * @param inlineBytesMax longest inline request or header line in bytes
 */
public record RequestLimits(long bulkBytesMax, int argumentsMax, int inlineBytesMax) {
    /** Redis's own limits: 512 MiB, 1 Mi arguments before a client has authenticated or after, 64 KiB. */
    public static final RequestLimits DEFAULT = new RequestLimits(512L << 20, Integer.MAX_VALUE, 64 << 10);

    /** What a client may send before it has authenticated: ten arguments of 16 KiB. */
    public RequestLimits beforeAuthentication() {
        return new RequestLimits(Math.min(bulkBytesMax, 16 << 10), Math.min(argumentsMax, 10), inlineBytesMax);
    }
}
