package io.yggdrasil.resp.command;

import io.yggdrasil.resp.wire.Decimal;
import io.yggdrasil.resp.wire.Request;

/** The times for which commands wait, as clients write them. */
public final class Timeouts {
    private static final double MILLIS_A_SECOND = 1000;

    private Timeouts() {}

    /** Argument {@code index}, seconds with a fraction, as milliseconds; what is not whole counts as whole. */
    public static long seconds(Request request, int index) {
        Double seconds = Reals.parse(request.buffer(), request.offset(index), request.length(index));
        if (seconds == null) {
            throw new RedisException("ERR timeout is not a float or out of range");
        }
        double millis = Math.ceil(seconds * MILLIS_A_SECOND);
        if (millis >= Long.MAX_VALUE) {
            throw outOfRange();
        }
        return checked((long) millis);
    }

    /**
     * The timeout of a request {@code timeout numkeys key... (low|high) [COUNT count]}, as {@link #seconds}; {@link
     * Waiting#NOT_AT_ALL} when the rest is no such request.
     */
    public static long secondsToPop(Request request, String low, String high) {
        long where = 3 + positive(request, 2);
        int count = request.count();
        if (where < 4 || where >= count || !request.is((int) where, low) && !request.is((int) where, high)) {
            return Waiting.NOT_AT_ALL;
        }
        boolean counts = count == where + 3 && request.is((int) where + 1, "COUNT") && positive(request, count - 1) > 0;
        return counts || count == where + 1 ? seconds(request, 1) : Waiting.NOT_AT_ALL;
    }

    /** Argument {@code index} if it is a positive integer, else 0. */
    private static long positive(Request request, int index) {
        byte[] buffer = request.buffer();
        int offset = request.offset(index);
        int length = request.length(index);
        return Decimal.isLong(buffer, offset, length) ? Math.max(0, Decimal.parseLong(buffer, offset, length)) : 0;
    }

    /** Argument {@code index}, in milliseconds. */
    public static long millis(Request request, int index) {
        if (!Decimal.isLong(request.buffer(), request.offset(index), request.length(index))) {
            throw new RedisException("ERR timeout is not an integer or out of range");
        }
        return checked(Decimal.parseLong(request.buffer(), request.offset(index), request.length(index)));
    }

    private static long checked(long millis) {
        if (millis < 0) {
            throw new RedisException("ERR timeout is negative");
        }
        if (millis > Long.MAX_VALUE - System.currentTimeMillis()) {
            throw outOfRange();
        }
        return millis;
    }

    private static RedisException outOfRange() {
        return new RedisException("ERR timeout is out of range");
    }
}
