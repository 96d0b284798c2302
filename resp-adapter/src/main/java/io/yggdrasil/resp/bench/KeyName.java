package io.yggdrasil.resp.bench;

import java.nio.ByteBuffer;

/** The number in a key's name, twelve digits as redis-benchmark writes them. */
final class KeyName {
    private static final int DIGITS = 12;

    private KeyName() {}

    static void put(ByteBuffer out, int number) {
        int at = out.position();
        int rest = number;
        for (int i = DIGITS - 1; i >= 0; i--) {
            out.put(at + i, (byte) ('0' + rest % 10));
            rest /= 10;
        }
        out.position(at + DIGITS);
    }
}
