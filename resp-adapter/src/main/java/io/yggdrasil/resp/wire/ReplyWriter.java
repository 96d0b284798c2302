package io.yggdrasil.resp.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Replies as bytes, in RESP2 or RESP3, appended to one growing array that its owner empties and uses again.
 *
 * <p>A command writes its reply while it runs; when it fails half-way the caller {@link #truncate truncates} to the
 * mark it took and writes the error instead. Types that RESP2 lacks are written in their RESP2 stand-in.
 */
public final class ReplyWriter {
    private static final int BYTES_INITIAL = 4 << 10;
    private static final int BYTES_KEPT = 1 << 20;
    private static final int BYTES_MAX = Integer.MAX_VALUE - 8;

    /** Most bytes around a bulk string: type, ten digits, two line ends. */
    private static final long BULK_FRAME_BYTES_MAX = 15;

    /** Most bytes around a double: type, two digits, two line ends. */
    private static final int REAL_FRAME_BYTES_MAX = 7;

    private static final byte[] OK = ascii("+OK\r\n");
    private static final byte[] QUEUED = ascii("+QUEUED\r\n");
    private static final byte[] PONG = ascii("+PONG\r\n");
    private static final byte[] NULL_BULK = ascii("$-1\r\n");
    private static final byte[] NULL_ARRAY = ascii("*-1\r\n");
    private static final byte[] NULL_3 = ascii("_\r\n");
    private static final byte[] TRUE_3 = ascii("#t\r\n");
    private static final byte[] FALSE_3 = ascii("#f\r\n");

    private byte[] bytes = new byte[BYTES_INITIAL];
    private int size;
    private int version = 2;

    /** The array; its first {@link #size()} bytes are what was written. Valid until the next write. */
    public byte[] array() {
        return bytes;
    }

    /** Bytes written. */
    public int size() {
        return size;
    }

    /** Forgets everything written behind {@code mark}, an earlier {@link #size()}. */
    public void truncate(int mark) {
        if (mark < 0 || mark > size) {
            throw new IllegalArgumentException("mark=" + mark + " size=" + size);
        }
        size = mark;
    }

    /** Empties the writer; an array that a huge reply has grown is given back. */
    public void clear() {
        size = 0;
        if (bytes.length > BYTES_KEPT) {
            bytes = new byte[BYTES_INITIAL];
        }
    }

    /** Gives the array away, for a reply too big to be copied, and goes on empty with a new one. */
    public byte[] take() {
        byte[] taken = bytes;
        bytes = new byte[BYTES_INITIAL];
        size = 0;
        return taken;
    }

    /** Chooses the protocol: 2 or 3. */
    public void version(int resp) {
        this.version = resp;
    }

    /** The protocol in use: 2 or 3. */
    public int version() {
        return version;
    }

    /** {@code +OK}. */
    public void ok() {
        raw(OK);
    }

    /** {@code +QUEUED}. */
    public void queued() {
        raw(QUEUED);
    }

    /** {@code +PONG}. */
    public void pong() {
        raw(PONG);
    }

    /** A simple string. {@code text} has no line break. */
    public void simple(String text) {
        line('+', text);
    }

    /** An error, as Redis writes it: code first, no line breaks (they become blanks). */
    public void error(String text) {
        error(Text.encode(text));
    }

    /** An error given in bytes, for texts that repeat what a client sent. */
    public void error(byte[] text) {
        reserve(3L + text.length);
        bytes[size++] = '-';
        for (byte b : text) {
            bytes[size++] = b == '\r' || b == '\n' ? (byte) ' ' : b;
        }
        putLineEnd();
    }

    /** An integer. */
    public void integer(long value) {
        header(':', value);
    }

    /** 1 or 0, as Redis answers truth in both protocols where it does not use booleans. */
    public void integer(boolean value) {
        header(':', value ? 1 : 0);
    }

    /** A RESP3 boolean; an integer in RESP2. */
    public void bool(boolean value) {
        if (version == 2) {
            integer(value);
        } else {
            raw(value ? TRUE_3 : FALSE_3);
        }
    }

    /** A double; a bulk string in RESP2. */
    public void real(double value) {
        reserve(REAL_FRAME_BYTES_MAX + Decimal.REAL_CHARS_MAX);
        int start = size + (version == 2 ? REAL_FRAME_BYTES_MAX : 1);
        int length = Decimal.write(bytes, start, value) - start;
        if (version == 2) {
            putHeader('$', length);
            System.arraycopy(bytes, start, bytes, size, length);
        } else {
            bytes[size++] = ',';
        }
        size += length;
        putLineEnd();
    }

    /** A bulk string. */
    public void bulk(byte[] value) {
        bulk(value, 0, value.length);
    }

    /** A bulk string from a slice. */
    public void bulk(byte[] value, int offset, int length) {
        reserve(length + BULK_FRAME_BYTES_MAX);
        putHeader('$', length);
        put(value, offset, length);
        putLineEnd();
    }

    /** A bulk string, encoded as UTF-8; what {@link Request#text} gave turns into the bytes it was made from. */
    public void bulk(String value) {
        bulk(Text.encode(value));
    }

    /** A bulk string that is the decimal form of {@code value}. */
    public void bulk(long value) {
        bulk(Decimal.bytes(value));
    }

    /** A bulk string, or null when {@code value} is null. */
    public void bulkOrNull(byte @org.jspecify.annotations.Nullable [] value) {
        if (value == null) {
            nullBulk();
        } else {
            bulk(value);
        }
    }

    /**
     * Opens a bulk string of exactly {@code length} bytes for direct writing; returns the index in {@link #array()}
     * where the caller must put them before its next call.
     */
    public int openBulk(int length) {
        reserve(length + BULK_FRAME_BYTES_MAX);
        putHeader('$', length);
        int at = size;
        size += length;
        putLineEnd();
        return at;
    }

    /** A text with a format tag ({@code txt}, {@code mkd}); a bulk string in RESP2. */
    public void verbatim(String format, String text) {
        if (version == 2) {
            bulk(text);
            return;
        }
        byte[] value = Text.encode(text);
        reserve(value.length + 4 + BULK_FRAME_BYTES_MAX);
        putHeader('=', value.length + 4L);
        byte[] tag = ascii(format);
        put(tag, 0, tag.length);
        bytes[size++] = ':';
        put(value, 0, value.length);
        putLineEnd();
    }

    /** A number of any size, given in decimal; a bulk string in RESP2. */
    public void bigNumber(String digits) {
        if (version == 2) {
            bulk(digits);
        } else {
            line('(', digits);
        }
    }

    /** Null where a string would stand. */
    public void nullBulk() {
        raw(version == 2 ? NULL_BULK : NULL_3);
    }

    /** Null where an array would stand. */
    public void nullArray() {
        raw(version == 2 ? NULL_ARRAY : NULL_3);
    }

    /** Whether what was written from {@code mark} on is one null. */
    public boolean isNullSince(int mark) {
        return isNull(bytes, mark, size);
    }

    /** Whether a reply is null, in either version of the protocol. */
    public static boolean isNull(byte[] reply) {
        return isNull(reply, 0, reply.length);
    }

    private static boolean isNull(byte[] bytes, int from, int to) {
        return Arrays.equals(bytes, from, to, NULL_BULK, 0, NULL_BULK.length)
                || Arrays.equals(bytes, from, to, NULL_ARRAY, 0, NULL_ARRAY.length)
                || Arrays.equals(bytes, from, to, NULL_3, 0, NULL_3.length);
    }

    /** Opens an array of {@code count} elements. */
    public void array(int count) {
        header('*', count);
    }

    /** Opens a map of {@code pairs} pairs; a flat array in RESP2. */
    public void map(int pairs) {
        if (version == 2) {
            header('*', 2L * pairs);
        } else {
            header('%', pairs);
        }
    }

    /** Opens a set of {@code count} elements; an array in RESP2. */
    public void set(int count) {
        header(version == 2 ? '*' : '~', count);
    }

    /** Opens an out-of-band push of {@code count} elements; an array in RESP2. */
    public void push(int count) {
        header(version == 2 ? '*' : '>', count);
    }

    /** Opens {@code pairs} attributes of the reply that follows. RESP3 only. */
    public void attribute(int pairs) {
        if (version == 2) {
            throw new IllegalStateException("attributes need RESP3");
        }
        header('|', pairs);
    }

    /** Appends bytes that are a reply already. */
    public void raw(byte[] reply) {
        raw(reply, 0, reply.length);
    }

    /** Appends bytes that are a reply already. */
    public void raw(byte[] reply, int offset, int length) {
        reserve(length);
        put(reply, offset, length);
    }

    private void line(char type, String text) {
        byte[] encoded = Text.encode(text);
        reserve(3L + encoded.length);
        bytes[size++] = (byte) type;
        put(encoded, 0, encoded.length);
        putLineEnd();
    }

    private void header(char type, long value) {
        reserve(3 + Decimal.LONG_CHARS_MAX);
        putHeader(type, value);
    }

    // What follows writes into room that was reserved.

    private void putHeader(char type, long value) {
        bytes[size++] = (byte) type;
        if (value >= 0 && value < 10) {
            bytes[size++] = (byte) ('0' + value);
        } else {
            size = Decimal.write(bytes, size, value);
        }
        putLineEnd();
    }

    private void putLineEnd() {
        bytes[size++] = '\r';
        bytes[size++] = '\n';
    }

    private void put(byte[] from, int offset, int length) {
        System.arraycopy(from, offset, bytes, size, length);
        size += length;
    }

    private void reserve(long more) {
        if (bytes.length - size < more) {
            grow(more);
        }
    }

    private void grow(long more) {
        long needed = size + more;
        if (needed > BYTES_MAX) {
            throw new ReplyTooLargeException(needed);
        }
        bytes = Arrays.copyOf(bytes, (int) Math.min(Math.max(needed, bytes.length * 2L), BYTES_MAX));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
