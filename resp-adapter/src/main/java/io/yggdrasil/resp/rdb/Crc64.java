package io.yggdrasil.resp.rdb;

/** The checksum of RDB files: CRC-64 with the polynomial 0xAD93D23594C935A9, bits reflected, begun with 0. */
public final class Crc64 {
    private static final long POLYNOMIAL_REFLECTED = Long.reverse(0xAD93D23594C935A9L);

    /** Row {@code k}: what a byte comes to when {@code k} zero bytes follow it. */
    private static final long[][] TABLE = table();

    private Crc64() {}

    /** The checksum of {@code bytes[from .. to)} behind bytes with the checksum {@code crc}. */
    public static long update(long crc, byte[] bytes, int from, int to) {
        long value = crc;
        int at = from;
        for (; at + 8 <= to; at += 8) {
            value = eight(value, bytes, at);
        }
        for (; at < to; at++) {
            value = TABLE[0][(int) (value ^ bytes[at]) & 0xFF] ^ value >>> 8;
        }
        return value;
    }

    private static long eight(long crc, byte[] bytes, int at) {
        long next = 0;
        for (int i = 0; i < 8; i++) {
            next ^= TABLE[7 - i][(int) (crc >>> 8 * i ^ bytes[at + i]) & 0xFF];
        }
        return next;
    }

    private static long[][] table() {
        long[][] table = new long[8][256];
        for (int i = 0; i < 256; i++) {
            long value = i;
            for (int bit = 0; bit < 8; bit++) {
                value = (value & 1) == 0 ? value >>> 1 : value >>> 1 ^ POLYNOMIAL_REFLECTED;
            }
            table[0][i] = value;
        }
        for (int zeros = 1; zeros < 8; zeros++) {
            for (int i = 0; i < 256; i++) {
                long before = table[zeros - 1][i];
                table[zeros][i] = table[0][(int) before & 0xFF] ^ before >>> 8;
            }
        }
        return table;
    }
}
