package io.yggdrasil.resp.rdb;

/** Unpacks strings that Redis has compressed with LibLZF. */
final class Lzf {
    private static final int LITERALS_MAX = 1 << 5;
    private static final int LONG_MATCH = 7;

    private Lzf() {}

    /** The {@code length} bytes that were packed. */
    static byte[] unpack(byte[] packed, int length) {
        byte[] out = new byte[length];
        int in = 0;
        int at = 0;
        try {
            while (in < packed.length) {
                int control = packed[in++] & 0xFF;
                if (control < LITERALS_MAX) {
                    System.arraycopy(packed, in, out, at, control + 1);
                    in += control + 1;
                    at += control + 1;
                    continue;
                }
                int matched = control >>> 5;
                if (matched == LONG_MATCH) {
                    matched += packed[in++] & 0xFF;
                }
                int from = at - ((control & 0x1F) << 8) - (packed[in++] & 0xFF) - 1;
                for (int i = 0; i < matched + 2; i++) {
                    out[at++] = out[from++]; // A match may reach into what it writes.
                }
            }
        } catch (IndexOutOfBoundsException e) {
            throw new RdbFormatException("compressed string is damaged");
        }
        if (at != length) {
            throw new RdbFormatException("compressed string has " + at + " bytes instead of " + length);
        }
        return out;
    }
}
