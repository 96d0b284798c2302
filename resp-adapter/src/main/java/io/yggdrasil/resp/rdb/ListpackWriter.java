package io.yggdrasil.resp.rdb;

import io.yggdrasil.resp.command.StringLimit;

/** Writes one listpack after the other, in the form that {@link Packed} tells of. */
final class ListpackWriter {
    private static final int HEADER_BYTES = 6;
    private static final int COUNT_AT = 4;
    private static final int END = 0xFF;

    /** As many elements, or more: they are to be counted. */
    private static final int COUNT_MAX = 0xFFFF;

    private static final int TINY_NUMBERS = 1 << 7;
    private static final int SHORT_STRING_BYTES = 1 << 6;
    private static final int STRING_BYTES = 1 << 12;

    private final RdbOutput out;
    private int elements;

    /**
     * A writer.
     *
     * @param limit how long a listpack may become
     */
    ListpackWriter(StringLimit limit) {
        this.out = new RdbOutput(limit);
    }

    /** Begins a listpack. */
    void begin() {
        out.clear();
        out.room(HEADER_BYTES);
        elements = 0;
    }

    void number(long value) {
        int begin = out.size();
        if (value >= 0 && value < TINY_NUMBERS) {
            out.octet((int) value);
        } else if (value == (short) value) {
            out.octet(0xF1);
            out.room(Short.BYTES).putShort((short) value);
        } else if (value == (int) value) {
            out.octet(0xF3);
            out.room(Integer.BYTES).putInt((int) value);
        } else {
            out.octet(0xF4);
            out.room(Long.BYTES).putLong(value);
        }
        end(begin);
    }

    void string(byte[] from, int offset, int count) {
        int begin = out.size();
        if (count < SHORT_STRING_BYTES) {
            out.octet(0x80 | count);
        } else if (count < STRING_BYTES) {
            out.octet(0xE0 | count >>> 8);
            out.octet(count);
        } else {
            out.octet(0xF0);
            out.room(Integer.BYTES).putInt(count);
        }
        out.room(count).put(from, offset, count);
        end(begin);
    }

    /** The element's length, the highest seven bits first; all bytes but that one are marked. */
    private void end(int begin) {
        int entryBytes = out.size() - begin;
        for (int left = backwardBytes(entryBytes) - 1, mark = 0; left >= 0; left--, mark = 0x80) {
            out.octet(entryBytes >>> 7 * left & 0x7F | mark);
        }
        elements++;
    }

    /** Ends the listpack and gives its bytes. */
    byte[] finish() {
        out.octet(END);
        out.over(0).putInt(out.size());
        out.over(COUNT_AT).putShort((short) Math.min(elements, COUNT_MAX));
        return out.toBytes();
    }

    /**
     * How many bytes an element's own length takes, seven bits in each. From two bytes on Redis goes to the next size one
     * length before it must.
     */
    static int backwardBytes(int entryBytes) {
        int bytes = 1;
        while (bytes < 5 && entryBytes >= (1L << 7 * bytes) - (bytes > 1 ? 1 : 0)) {
            bytes++;
        }
        return bytes;
    }
}
