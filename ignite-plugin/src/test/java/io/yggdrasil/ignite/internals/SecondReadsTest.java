package io.yggdrasil.ignite.internals;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.yggdrasil.tier.hot.KeyHash;
import org.junit.jupiter.api.Test;

/** Which reads are second ones. */
final class SecondReadsTest {
    private final SecondReads reads = new SecondReads(1 << 12);

    private static long hash(int key) {
        byte[] bytes = ("key" + key).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        return KeyHash.hash(1, bytes, 0, bytes.length);
    }

    @Test
    void isSecond_readAgain_isSo() {
        assertFalse(reads.isSecond(hash(1), 5));
        assertTrue(reads.isSecond(hash(1), 5));
        assertTrue(reads.isSecond(hash(1), 5));
    }

    @Test
    void isSecond_changedInBetween_isNot() {
        assertFalse(reads.isSecond(hash(1), 5));
        assertFalse(reads.isSecond(hash(1), 6));
        assertTrue(reads.isSecond(hash(1), 6));
    }

    @Test
    void isSecond_afterManyOtherKeys_isForgotten() {
        for (int round = 0; round < 2; round++) {
            int second = 0;
            for (int key = 0; key < 1 << 16; key++) {
                second += reads.isSecond(hash(key), 0) ? 1 : 0;
            }
            assertTrue(second < 100, "second=" + second);
        }
    }
}
