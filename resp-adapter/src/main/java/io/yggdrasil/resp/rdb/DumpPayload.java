package io.yggdrasil.resp.rdb;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * What DUMP answers and RESTORE takes.
 *
 * <pre>
 *   type (u8) | value | version (u16) | CRC-64 of all before (u64)       little-endian
 * </pre>
 */
public final class DumpPayload {
    /** The newest that is read, that of Redis 7.4. */
    private static final int VERSION_MAX = 12;

    private static final int FOOTER_BYTES = Short.BYTES + Long.BYTES;

    private DumpPayload() {}

    /** The payload of a value, as {@link RdbWriter} has it with its type. Its version is the first that has the type. */
    public static byte[] seal(byte[] value) {
        return seal(value, RdbType.version(value[0]));
    }

    /** Puts a version and the checksum behind bytes. */
    static byte[] seal(byte[] value, int version) {
        byte[] payload = Arrays.copyOf(value, value.length + FOOTER_BYTES);
        System.arraycopy(footer(value, value.length, version), 0, payload, value.length, FOOTER_BYTES);
        return payload;
    }

    /** What makes a payload of {@code value[0 .. length)}, a type and a value, when it is put behind. */
    public static byte[] footer(byte[] value, int length) {
        return footer(value, length, RdbType.version(value[0]));
    }

    private static byte[] footer(byte[] value, int length, int version) {
        ByteBuffer footer = ByteBuffer.allocate(FOOTER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        footer.putShort((short) version);
        long checksum = Crc64.update(Crc64.update(0, value, 0, length), footer.array(), 0, Short.BYTES);
        return footer.putLong(checksum).array();
    }

    /** Whether version and checksum are right. */
    public static boolean isSound(byte[] payload) {
        if (payload.length < FOOTER_BYTES) {
            return false;
        }
        ByteBuffer footer = footer(payload);
        int version = footer.getShort() & 0xFFFF;
        return version <= VERSION_MAX && footer.getLong() == checksum(payload);
    }

    /** The version of a sound payload. */
    static int version(byte[] payload) {
        return footer(payload).getShort() & 0xFFFF;
    }

    /** Number of bytes of type and value of a sound payload. */
    static int valueBytes(byte[] payload) {
        return payload.length - FOOTER_BYTES;
    }

    /** Reads the value of a sound payload: a {@code byte[]} or a collection. */
    public static Object read(byte[] payload, RdbReader reader) {
        RdbInput in = RdbInput.of(payload, 0, payload.length - FOOTER_BYTES);
        return reader.read(in.octet(), in);
    }

    private static ByteBuffer footer(byte[] payload) {
        int at = payload.length - FOOTER_BYTES;
        return ByteBuffer.wrap(payload, at, FOOTER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static long checksum(byte[] payload) {
        return Crc64.update(0, payload, 0, payload.length - Long.BYTES);
    }
}
