package io.yggdrasil.resp.rdb;

import io.yggdrasil.ignite.collection.Collection;
import io.yggdrasil.resp.collection.Fields;
import io.yggdrasil.resp.collection.ListElements;
import io.yggdrasil.resp.collection.ListEnd;
import io.yggdrasil.resp.collection.ScoredMembers;
import io.yggdrasil.resp.command.StringLimit;
import io.yggdrasil.resp.keyspace.ValueType;
import io.yggdrasil.resp.wire.Decimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Writes values, each as its type and what {@link RdbReader} reads. Not compressed. */
public final class RdbWriter {
    private static final int FIRST_BYTES = 256;

    /** The longest text of a number that is written as one: {@code -2147483648}. */
    private static final int NUMBER_DIGITS_MAX = 11;

    private final StringLimit limit;
    private byte[] bytes = new byte[FIRST_BYTES];
    private int length;

    /**
     * A writer.
     *
     * @param limit how long all of it may become
     */
    public RdbWriter(StringLimit limit) {
        this.limit = limit;
    }

    /** What was written so far. */
    public byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }

    /** A string with its type. */
    public void writeString(byte[] value) {
        octet(RdbType.STRING);
        string(value, 0, value.length);
    }

    /** A collection with its type. */
    public void writeCollection(ValueType type, Collection collection) {
        switch (type) {
            case LIST -> list(new ListElements(collection));
            case SET -> set(new Fields(collection));
            case ZSET -> zset(new ScoredMembers(collection));
            case HASH -> hash(new Fields(collection));
            default -> throw new IllegalArgumentException("type=" + type);
        }
    }

    private void list(ListElements elements) {
        octet(RdbType.LIST);
        length(elements.count());
        elements.visit(ListEnd.LEFT, elements.count(), this::string);
    }

    private void set(Fields members) {
        octet(RdbType.SET);
        length(members.count());
        members.visit((name, value) -> {
            string(name, 0, name.length);
            return true;
        });
    }

    /** From the highest score down, as Redis does: who reads it puts each before the others. */
    private void zset(ScoredMembers members) {
        octet(RdbType.ZSET);
        length(members.count());
        members.visit(members.count() - 1, false, (member, score) -> {
            string(member, 0, member.length);
            room(Double.BYTES).putDouble(score);
            return true;
        });
    }

    private void hash(Fields fields) {
        octet(RdbType.HASH);
        length(fields.count());
        fields.visit((name, value) -> {
            string(name, 0, name.length);
            string(value, 0, value.length);
            return true;
        });
    }

    void octet(int value) {
        room(1).put((byte) value);
    }

    private void length(long value) {
        if (value < 1 << 6) {
            octet((int) value);
        } else if (value < 1 << 14) {
            octet(0x40 | (int) (value >>> 8));
            octet((int) value);
        } else if (value <= 0xFFFF_FFFFL) {
            octet(0x80);
            room(Integer.BYTES).order(ByteOrder.BIG_ENDIAN).putInt((int) value);
        } else {
            octet(0x81);
            room(Long.BYTES).order(ByteOrder.BIG_ENDIAN).putLong(value);
        }
    }

    private void string(byte[] from, int offset, int count) {
        if (count <= NUMBER_DIGITS_MAX && Decimal.isLong(from, offset, count)) {
            long number = Decimal.parseLong(from, offset, count);
            if (number == (int) number) {
                number((int) number);
                return;
            }
        }
        length(count);
        room(count).put(from, offset, count);
    }

    private void number(int value) {
        if (value == (byte) value) {
            octet(0xC0);
            octet(value);
        } else if (value == (short) value) {
            octet(0xC1);
            room(Short.BYTES).putShort((short) value);
        } else {
            octet(0xC2);
            room(Integer.BYTES).putInt(value);
        }
    }

    /** Room for so many bytes more, little-endian. */
    ByteBuffer room(int more) {
        int total = limit.sum(length, more);
        if (total > bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(limit.bytesMax(), Math.max(total, 2L * bytes.length)));
        }
        ByteBuffer room = ByteBuffer.wrap(bytes, length, more).order(ByteOrder.LITTLE_ENDIAN);
        length = total;
        return room;
    }
}
