package io.yggdrasil.resp.rdb;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The numbers and strings of which RDB files are made.
 *
 * <pre>
 *   length  00nnnnnn | 01nnnnnn n(8) | 0x80 n(u32 BE) | 0x81 n(u64 BE)
 *   string  length, bytes | 0xC0 n(i8) | 0xC1 n(i16 LE) | 0xC2 n(i32 LE) | 0xC3 packed length, length, LZF bytes
 * </pre>
 */
public final class RdbInput {
    static final int LENGTH_OF_FOUR_BYTES = 0x80;

    private static final int STRING_BYTES_MAX = 512 << 20;

    /** Shorter ones are not worth it; and no compressed byte stands for more than this many. */
    private static final int LZF_RATIO_MAX = 264;

    private final InputStream in;

    /** Reads from a stream, which the caller closes; its failures are {@link UncheckedIOException}s. */
    public RdbInput(InputStream in) {
        this.in = in;
    }

    /** Reads from {@code bytes[from .. to)}. */
    static RdbInput of(byte[] bytes, int from, int to) {
        return new RdbInput(new ByteArrayInputStream(bytes, from, to - from));
    }

    /** The next byte, 0 to 255. */
    public int octet() {
        int next;
        try {
            next = in.read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (next < 0) {
            throw new RdbFormatException("it ends too early");
        }
        return next;
    }

    /** Whether there is another byte, of bytes in memory. */
    boolean hasMore() {
        try {
            return in.available() > 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** So many bytes. */
    public byte[] bytes(int length) {
        byte[] bytes;
        try {
            bytes = in.readNBytes(length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (bytes.length < length) {
            throw new RdbFormatException("it ends too early");
        }
        return bytes;
    }

    /** Leaves out so many bytes. */
    void skip(long length) {
        if (length < 0) {
            throw new RdbFormatException("a string of " + Long.toUnsignedString(length) + " bytes");
        }
        try {
            in.skipNBytes(length);
        } catch (EOFException e) {
            throw new RdbFormatException("it ends too early");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Leaves out a string. */
    void skipString() {
        int first = octet();
        switch (first) {
            case 0xC0 -> skip(Byte.BYTES);
            case 0xC1 -> skip(Short.BYTES);
            case 0xC2 -> skip(Integer.BYTES);
            case 0xC3 -> {
                long packed = length();
                length();
                skip(packed);
            }
            default -> skip(first >>> 6 == 2 ? longLength(first) : stringLength(first));
        }
    }

    /** A number of elements or bytes, 0 or more. */
    public long length() {
        long length = unsigned();
        if (length < 0) {
            throw new RdbFormatException("a length is wanted, not " + Long.toUnsignedString(length));
        }
        return length;
    }

    /** A number in the form of lengths, unsigned. */
    long unsigned() {
        int first = octet();
        return switch (first >>> 6) {
            case 0 -> first;
            case 1 -> (first & 0x3F) << 8 | octet();
            case 2 -> longLength(first);
            default -> throw new RdbFormatException("a length is wanted, not " + first);
        };
    }

    /** Four bytes, the lowest first. */
    int int32() {
        return little(Integer.BYTES).getInt();
    }

    /** Eight bytes, the lowest first. */
    long long64() {
        return little(Long.BYTES).getLong();
    }

    private long longLength(int first) {
        return switch (first) {
            case LENGTH_OF_FOUR_BYTES ->
                Integer.toUnsignedLong(ByteBuffer.wrap(bytes(Integer.BYTES)).getInt());
            case 0x81 -> ByteBuffer.wrap(bytes(Long.BYTES)).getLong();
            default -> -1;
        };
    }

    /** A string; numbers as their decimal digits. */
    public byte[] string() {
        int first = octet();
        return switch (first) {
            case 0xC0 -> decimal((byte) octet());
            case 0xC1 -> decimal(little(Short.BYTES).getShort());
            case 0xC2 -> decimal(little(Integer.BYTES).getInt());
            case 0xC3 -> packed();
            default -> bytes(stringLength(first));
        };
    }

    private int stringLength(int first) {
        return switch (first >>> 6) {
            case 0 -> first;
            case 1 -> (first & 0x3F) << 8 | octet();
            default -> limited(longLength(first));
        };
    }

    private byte[] packed() {
        int packed = limited(length());
        int length = limited(length());
        if (length > (long) packed * LZF_RATIO_MAX) {
            throw new RdbFormatException("compressed string is damaged");
        }
        return Lzf.unpack(bytes(packed), length);
    }

    private static int limited(long length) {
        if (length < 0 || length > STRING_BYTES_MAX) {
            throw new RdbFormatException("a string of " + length + " bytes");
        }
        return (int) length;
    }

    /** Eight bytes of a double, the lowest first. */
    double binaryDouble() {
        return little(Double.BYTES).getDouble();
    }

    /** A double as text behind its length, of which three stand for what is no number. */
    double textDouble() {
        int length = octet();
        return switch (length) {
            case 253 -> Double.NaN;
            case 254 -> Double.POSITIVE_INFINITY;
            case 255 -> Double.NEGATIVE_INFINITY;
            default -> parse(bytes(length));
        };
    }

    /** A double in the text of an element. */
    static double parse(byte[] text) {
        String digits = new String(text, StandardCharsets.ISO_8859_1);
        return switch (digits) {
            case "inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            default -> {
                try {
                    yield Double.parseDouble(digits);
                } catch (NumberFormatException e) {
                    throw new RdbFormatException("a score is no number");
                }
            }
        };
    }

    private ByteBuffer little(int length) {
        return ByteBuffer.wrap(bytes(length)).order(ByteOrder.LITTLE_ENDIAN);
    }

    static byte[] decimal(long number) {
        return Long.toString(number).getBytes(StandardCharsets.US_ASCII);
    }
}
