package io.yggdrasil.resp.wire;

import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * An incremental parser of requests in both forms that Redis takes: arrays of bulk strings, and inline lines.
 *
 * <p>It looks at a window {@code [from, to)} of an array. {@link #parse} either completes the request (then
 * {@link #position()} is behind it), or asks for more input and remembers how far it came, so that a request which
 * arrives in many pieces is still read once. All remembered positions are relative to the window's start; the caller
 * may move the unread bytes between calls as long as it passes the window's new start and tells the request, see
 * {@link #moved}.
 *
 * <p>Malformed input raises {@link ProtocolException} with Redis's text. The parser is then unusable; Redis closes the
 * connection. Two of Redis's habits are kept because its tests look for them: a line ends at the first {@code \r}
 * whatever byte follows, and a zero byte hides the line's end, so such a line never ends and is refused once it is too
 * long.
 */
public final class RequestParser {
    /** Arguments up to this length need no look at the limits: whoever has not authenticated may send them too. */
    static final int BULK_BYTES_UNCHECKED = 16 << 10;

    /** Requests of up to this many arguments need no look at the limits. */
    static final int ARGUMENTS_UNCHECKED = 10;

    /** Longest line, be it an inline request or the header of an argument. */
    static final int LINE_BYTES_MAX = 64 << 10;

    /** What fits in one Java array, with room for the line end behind it. */
    private static final long BULK_BYTES_POSSIBLE = Integer.MAX_VALUE - 1024;

    private static final int NONE = -1;
    private static final int DIGITS_FAST = 9;

    private final Supplier<RequestLimits> limits;
    private final BooleanSupplier authenticated;
    private int position;
    private int argumentsLeft = NONE;
    private int bulkLength = NONE;
    private int scanned;
    private int next;

    /**
     * Makes a parser.
     *
     * @param limits what the client may send; asked for long arguments and requests only, so that a change counts at once
     * @param authenticated whether the client has authenticated; asked likewise. Before that Redis takes small requests
     */
    public RequestParser(Supplier<RequestLimits> limits, BooleanSupplier authenticated) {
        this.limits = limits;
        this.authenticated = authenticated;
    }

    /** Index of the first byte behind what was consumed, relative to the window's start of the last call. */
    public int position() {
        return position;
    }

    /** How many bytes from the window's start on the request in progress has at least; 0 when that is not known. */
    public long bytesWanted() {
        return bulkLength == NONE ? 0 : (long) position + bulkLength + 2;
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
            long count = number(buffer, from, to, '*');
            if (count == INCOMPLETE) {
                return false;
            }
            if (count > ARGUMENTS_UNCHECKED || count == MALFORMED) {
                checkCount(count);
            }
            position = next - from;
            argumentsLeft = (int) Math.max(count, 0);
        }
        return parseBulks(buffer, from, to, out);
    }

    /** Tells the request in progress that its bytes were moved to {@code buffer}, {@code shift} further on. */
    public static void moved(Request partial, byte[] buffer, int shift) {
        partial.rebase(buffer, shift);
    }

    private boolean parseBulks(byte[] buffer, int from, int to, Request out) {
        int at = from + position;
        int left = argumentsLeft;
        int length = bulkLength;
        while (left > 0) {
            if (length == NONE) {
                long number = number(buffer, at, to, '$');
                if (number == INCOMPLETE) {
                    break;
                }
                if (number > BULK_BYTES_UNCHECKED || number < 0) {
                    checkBulk(number);
                }
                length = (int) number;
                at = next;
            }
            if (to - at - 2 < length) {
                break;
            }
            out.add(at, length);
            at += length + 2;
            length = NONE;
            left--;
        }
        position = at - from;
        bulkLength = length;
        argumentsLeft = left == 0 ? NONE : left;
        return left == 0;
    }

    private void checkCount(long count) {
        if (count == MALFORMED || count > limits.get().argumentsMax()) {
            throw new ProtocolException("Protocol error: invalid multibulk length");
        }
        if (!authenticated.getAsBoolean()) {
            throw new ProtocolException("Protocol error: unauthenticated multibulk length");
        }
    }

    private void checkBulk(long length) {
        if (length < 0 || length > limits.get().bulkBytesMax() || length > BULK_BYTES_POSSIBLE) {
            throw new ProtocolException("Protocol error: invalid bulk length");
        }
        if (!authenticated.getAsBoolean()) {
            throw new ProtocolException("Protocol error: unauthenticated bulk length");
        }
    }

    private boolean parseInline(byte[] buffer, int from, int to, Request out) {
        int end = lineEnd(buffer, from, to, '\n');
        if (end == NONE) {
            if (to - from > LINE_BYTES_MAX) {
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

    private static final long INCOMPLETE = Long.MIN_VALUE;
    private static final long MALFORMED = Long.MIN_VALUE + 1;

    /**
     * The number in the line at {@code at}, behind the byte that tells the line's type; {@link #next} is then behind
     * the line. Nearly every line is a few digits, so they are tried in one pass before the rules are looked up.
     */
    private long number(byte[] buffer, int at, int to, char type) {
        int i = at + 1;
        int value = 0;
        int stop = Math.min(to - 1, i + DIGITS_FAST);
        while (i < stop) {
            int digit = buffer[i] - '0';
            if (digit < 0 || digit > 9) {
                break;
            }
            value = value * 10 + digit;
            i++;
        }
        boolean canonical = i == at + 2 || (i > at + 2 && buffer[at + 1] != '0');
        if (canonical && i < to - 1 && buffer[i] == '\r' && buffer[at] == type) {
            next = i + 2;
            scanned = 0;
            return value;
        }
        return anyNumber(buffer, at, to, type);
    }

    private long anyNumber(byte[] buffer, int at, int to, char type) {
        int end = lineEnd(buffer, at, to, '\r');
        if (end == NONE) {
            if (to - at > LINE_BYTES_MAX) {
                throw new ProtocolException(
                        type == '*'
                                ? "Protocol error: too big mbulk count string"
                                : "Protocol error: too big bulk count string");
            }
            return INCOMPLETE;
        }
        if (end + 1 == to) {
            scanned = end - at;
            return INCOMPLETE;
        }
        scanned = 0;
        if (buffer[at] != type) {
            throw new ProtocolException("Protocol error: expected '$', got '" + latin(buffer[at]) + "'");
        }
        next = end + 2;
        int length = end - at - 1;
        if (!Decimal.isLong(buffer, at + 1, length)) {
            return MALFORMED;
        }
        return Math.max(Decimal.parseLong(buffer, at + 1, length), -1);
    }

    /** Index of the line's end; bytes that were looked at before are not looked at again. */
    private int lineEnd(byte[] buffer, int from, int to, char end) {
        for (int i = from + scanned; i < to; i++) {
            if (buffer[i] == end) {
                return i;
            }
            if (buffer[i] == 0) {
                scanned = i - from;
                return NONE;
            }
        }
        scanned = Math.max(to - from, 0);
        return NONE;
    }

    private static String latin(byte b) {
        return new String(new byte[] {b}, StandardCharsets.ISO_8859_1);
    }
}
