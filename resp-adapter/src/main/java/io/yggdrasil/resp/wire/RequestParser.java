package io.yggdrasil.resp.wire;

import java.nio.charset.StandardCharsets;

/**
 * An incremental parser of requests in both forms that Redis takes: arrays of bulk strings, and inline lines.
 *
 * <p>It looks at a window {@code [from, to)} of an array. {@link #parse} either completes the request (then
 * {@link #position()} is behind it), or asks for more input and remembers how far it came, so that a request which
 * arrives in many pieces is still read once. All remembered positions are relative to the window's start; the caller
 * may move the unread bytes between calls as long as it passes the window's new start.
 *
 * <p>Malformed input raises {@link ProtocolException} with Redis's text. The parser is then unusable; Redis closes the
 * connection.
 */
public final class RequestParser {
    private static final int NONE = -1;

    private RequestLimits limits;
    private boolean authenticated = true;
    private int position;
    private int argumentsLeft = NONE;
    private long bulkLength = NONE;
    private int scanned;

    /** Makes a parser with the given limits. */
    public RequestParser(RequestLimits limits) {
        this.limits = limits;
    }

    /** Replaces the limits from the next header on. */
    public void limits(RequestLimits newLimits) {
        this.limits = newLimits;
    }

    /** Tells whether the client has authenticated: before that Redis takes small requests only. */
    public void authenticated(boolean value) {
        this.authenticated = value;
    }

    /** Index of the first byte behind what was consumed, relative to the window's start of the last call. */
    public int position() {
        return position;
    }

    /** How many bytes the request in progress still lacks at least; a hint to size the buffer. */
    public long bytesWanted() {
        return bulkLength < 0 ? 0 : bulkLength + 2;
    }

    /**
     * Reads one request.
     *
     * @param buffer the bytes
     * @param from start of the window: the first byte of the request in progress
     * @param to end of the window
     * @param out receives the arguments; on a {@code false} return it holds a part and must be passed again untouched
     * @return true when {@code out} is complete; it has no argument for an empty line or array, which is to be skipped
     */
    public boolean parse(byte[] buffer, int from, int to, Request out) {
        if (argumentsLeft == NONE) {
            position = 0;
            out.begin(buffer);
            if (from == to) {
                return false;
            }
            if (buffer[from] != '*') {
                return parseInline(buffer, from, to, out);
            }
            if (!parseHeader(buffer, from, to)) {
                return false;
            }
        }
        return parseBulks(buffer, from, to, out);
    }

    /** Tells the parser that the window's bytes were moved: the same bytes now start at {@code shift} further on. */
    public static void moved(Request partial, byte[] buffer, int shift) {
        partial.rebase(buffer, shift);
    }

    private boolean parseHeader(byte[] buffer, int from, int to) {
        int end = lineEnd(buffer, from + Math.max(1, scanned), to);
        if (end == NONE) {
            scanned = to - from;
            if (to - from > limits.inlineBytesMax()) {
                throw new ProtocolException("Protocol error: too big mbulk count string");
            }
            return false;
        }
        scanned = 0;
        long count = decimal(buffer, from + 1, end);
        if (count == MALFORMED || count > Integer.MAX_VALUE || count > limits.argumentsMax()) {
            throw new ProtocolException("Protocol error: invalid multibulk length");
        }
        if (count > 10 && !authenticated) {
            throw new ProtocolException("Protocol error: unauthenticated multibulk length");
        }
        position = end + 2 - from;
        argumentsLeft = (int) Math.max(count, 0);
        return true;
    }

    private boolean parseBulks(byte[] buffer, int from, int to, Request out) {
        int at = from + position;
        while (argumentsLeft > 0) {
            if (bulkLength == NONE) {
                int end = lineEnd(buffer, at, to);
                if (end == NONE) {
                    position = at - from;
                    if (to - at > limits.inlineBytesMax()) {
                        throw new ProtocolException("Protocol error: too big bulk count string");
                    }
                    return false;
                }
                if (buffer[at] != '$') {
                    throw new ProtocolException("Protocol error: expected '$', got '" + printable(buffer[at]) + "'");
                }
                bulkLength = decimal(buffer, at + 1, end);
                if (bulkLength == MALFORMED || bulkLength < 0 || bulkLength > limits.bulkBytesMax()) {
                    throw new ProtocolException("Protocol error: invalid bulk length");
                }
                if (bulkLength > 16384 && !authenticated) {
                    throw new ProtocolException("Protocol error: unauthenticated bulk length");
                }
                at = end + 2;
            }
            if (to - at < bulkLength + 2) {
                position = at - from;
                return false;
            }
            out.add(at, (int) bulkLength);
            at += (int) bulkLength + 2;
            bulkLength = NONE;
            argumentsLeft--;
        }
        argumentsLeft = NONE;
        position = at - from;
        return true;
    }

    private boolean parseInline(byte[] buffer, int from, int to, Request out) {
        int end = from + scanned;
        while (end < to && buffer[end] != '\n') {
            end++;
        }
        if (end == to) {
            scanned = to - from;
            if (scanned > limits.inlineBytesMax()) {
                throw new ProtocolException("Protocol error: too big inline request");
            }
            return false;
        }
        scanned = 0;
        position = end + 1 - from;
        int stop = end > from && buffer[end - 1] == '\r' ? end - 1 : end;
        InlineArguments.split(buffer, from, stop, out);
        return true;
    }

    /** Index of the {@code \r} that ends the line, when the byte behind it has arrived too. */
    private static int lineEnd(byte[] buffer, int from, int to) {
        for (int i = from; i < to - 1; i++) {
            if (buffer[i] == '\r') {
                return i;
            }
        }
        return NONE;
    }

    private static final long MALFORMED = Long.MIN_VALUE;

    private static long decimal(byte[] buffer, int from, int to) {
        int at = from;
        boolean negative = at < to && buffer[at] == '-';
        if (negative) {
            at++;
        }
        if (at == to || to - at > 18 || (buffer[at] == '0' && to - at > 1)) {
            return MALFORMED;
        }
        long value = 0;
        for (; at < to; at++) {
            int digit = buffer[at] - '0';
            if (digit < 0 || digit > 9) {
                return MALFORMED;
            }
            value = value * 10 + digit;
        }
        return negative ? -value : value;
    }

    private static String printable(byte b) {
        return new String(new byte[] {b}, StandardCharsets.ISO_8859_1);
    }
}
