package io.yggdrasil.resp.rdb;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Small collections as Redis packs them into one string.
 *
 * <pre>
 *   listpack  bytes (u32) count (u16) { entry, its length backwards } 0xFF
 *             0nnnnnnn | 10llllll s | 110nnnnn n | 1110llll l s | 0xF0 l(u32) s | 0xF1..0xF4 n(i16, i24, i32, i64)
 *   ziplist   bytes (u32) tail (u32) count (u16) { length before (u8, or 0xFE u32), entry } 0xFF
 *             00llllll s | 01llllll l s | 0x80 l(u32 BE) s | 0xC0 n(i16) | 0xD0 n(i32) | 0xE0 n(i64) | 0xF0 n(i24)
 *             | 0xFE n(i8) | 0xF1..0xFD: 0 to 12
 *   intset    width (u32) count (u32) { n }
 *   zipmap    count (u8) { length, name, length, unused (u8), value, unused bytes } 0xFF; length: u8, or 0xFE u32
 * </pre>
 *
 * Numbers are little-endian unless marked.
 */
final class Packed {
    private static final int END = 0xFF;
    private static final int LISTPACK_HEADER_BYTES = 6;
    private static final int ZIPLIST_HEADER_BYTES = 10;
    private static final int LONG_LENGTH = 0xFE;

    private final ByteBuffer in;

    private Packed(byte[] packed) {
        this.in = ByteBuffer.wrap(packed).order(ByteOrder.LITTLE_ENDIAN);
    }

    static List<byte[]> listpack(byte[] packed) {
        return new Packed(packed).elements(LISTPACK_HEADER_BYTES, Packed::listpackEntry);
    }

    static List<byte[]> ziplist(byte[] packed) {
        return new Packed(packed).elements(ZIPLIST_HEADER_BYTES, Packed::ziplistEntry);
    }

    static List<byte[]> intset(byte[] packed) {
        return new Packed(packed).guarded(Packed::intsetElements);
    }

    /** Names and values by turns. */
    static List<byte[]> zipmap(byte[] packed) {
        return new Packed(packed).guarded(Packed::zipmapElements);
    }

    /** Reads something at the present place. */
    @FunctionalInterface
    private interface Part<T> {
        T read(Packed from);
    }

    private <T> T guarded(Part<T> part) {
        try {
            return part.read(this);
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw new RdbFormatException("a packed collection is damaged");
        }
    }

    private List<byte[]> elements(int headerBytes, Part<byte[]> entry) {
        return guarded(all -> {
            if (in.getInt() != in.capacity()) {
                throw new IllegalArgumentException("length");
            }
            in.position(headerBytes);
            List<byte[]> elements = new ArrayList<>();
            while (peek() != END) {
                elements.add(entry.read(this));
            }
            return elements;
        });
    }

    private int peek() {
        int next = octet();
        in.position(in.position() - 1);
        return next;
    }

    private int octet() {
        return in.get() & 0xFF;
    }

    private byte[] string(int length) {
        if (length < 0 || length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    private long integer24() {
        int low = in.getShort() & 0xFFFF;
        return (long) in.get() << 16 | low;
    }

    private byte[] listpackEntry() {
        int begin = in.position();
        byte[] element = listpackElement(octet());
        in.position(in.position() + ListpackWriter.backwardBytes(in.position() - begin));
        return element;
    }

    private byte[] listpackElement(int first) {
        if (first < 0x80) {
            return RdbInput.decimal(first);
        }
        if (first < 0xC0) {
            return string(first & 0x3F);
        }
        if (first < 0xE0) {
            int thirteenBits = (first & 0x1F) << 8 | octet();
            return RdbInput.decimal(thirteenBits << 19 >> 19);
        }
        if (first < 0xF0) {
            return string((first & 0xF) << 8 | octet());
        }
        return switch (first) {
            case 0xF0 -> string(in.getInt());
            case 0xF1 -> RdbInput.decimal(in.getShort());
            case 0xF2 -> RdbInput.decimal(integer24());
            case 0xF3 -> RdbInput.decimal(in.getInt());
            case 0xF4 -> RdbInput.decimal(in.getLong());
            default -> throw new IllegalArgumentException("encoding");
        };
    }

    private byte[] ziplistEntry() {
        if (octet() == LONG_LENGTH) {
            in.getInt();
        }
        int first = octet();
        return switch (first >>> 6) {
            case 0 -> string(first);
            case 1 -> string((first & 0x3F) << 8 | octet());
            case 2 -> string(Integer.reverseBytes(in.getInt()));
            default -> RdbInput.decimal(ziplistNumber(first));
        };
    }

    private long ziplistNumber(int first) {
        return switch (first) {
            case 0xC0 -> in.getShort();
            case 0xD0 -> in.getInt();
            case 0xE0 -> in.getLong();
            case 0xF0 -> integer24();
            case 0xFE -> in.get();
            default -> {
                if (first < 0xF1 || first > 0xFD) {
                    throw new IllegalArgumentException("encoding");
                }
                yield first - 0xF1;
            }
        };
    }

    private List<byte[]> intsetElements() {
        int width = in.getInt();
        int count = in.getInt();
        if (count < 0 || (long) width * count != in.remaining()) {
            throw new IllegalArgumentException("length");
        }
        List<byte[]> elements = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            elements.add(RdbInput.decimal(
                    switch (width) {
                        case Short.BYTES -> in.getShort();
                        case Integer.BYTES -> in.getInt();
                        case Long.BYTES -> in.getLong();
                        default -> throw new IllegalArgumentException("width");
                    }));
        }
        return elements;
    }

    private List<byte[]> zipmapElements() {
        octet();
        List<byte[]> elements = new ArrayList<>();
        while (peek() != END) {
            elements.add(string(zipmapLength()));
            int length = zipmapLength();
            int unused = octet();
            elements.add(string(length));
            in.position(in.position() + unused);
        }
        return elements;
    }

    private int zipmapLength() {
        int first = octet();
        return first < LONG_LENGTH ? first : in.getInt();
    }
}
