package io.yggdrasil.tier.hot;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Keys of 16 bytes that {@link KeyHash} gives one hash: their first word makes its product 0, whatever the second is. */
final class CollidingKeys {
    private static final long FIRST_WORD = 0xe7037ed1a0b428dbL;

    private CollidingKeys() {}

    static byte[] key(int number) {
        byte[] key = ByteBuffer.allocate(16)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(FIRST_WORD)
                .putLong(number)
                .array();
        return key;
    }
}
