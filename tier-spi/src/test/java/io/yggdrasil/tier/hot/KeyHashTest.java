package io.yggdrasil.tier.hot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyHashTest {
    @Test
    void hash_ofCollidingKeys_isOne() {
        assertEquals(KeyHash.hash(1, CollidingKeys.key(1), 0, 16), KeyHash.hash(1, CollidingKeys.key(2), 0, 16));
    }

    @Test
    void hash_sameBytesElsewhere_isTheSame() {
        SplittableRandom random = new SplittableRandom(3);
        for (int length = 0; length < 100; length++) {
            byte[] key = new byte[length];
            random.nextBytes(key);
            byte[] shifted = new byte[length + 7];
            random.nextBytes(shifted);
            System.arraycopy(key, 0, shifted, 3, length);
            assertEquals(KeyHash.hash(9, key, 0, length), KeyHash.hash(9, shifted, 3, length));
        }
    }

    @Test
    void hash_prefixesOfZeros_differ() {
        Set<Long> hashes = new HashSet<>();
        for (int length = 0; length < 100; length++) {
            assertTrue(hashes.add(KeyHash.hash(0, new byte[100], 0, length)), "length " + length);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 4, 7, 8, 11, 16, 17, 32, 33, 60})
    void hash_oneBitOfKeyOrStoreChanged_changesHalfOfTheBits(int length) {
        SplittableRandom random = new SplittableRandom(length);
        byte[] key = new byte[length];
        long flipped = 0;
        int changes = 0;
        for (int round = 0; round < 200; round++) {
            random.nextBytes(key);
            int storeId = random.nextInt();
            long hash = KeyHash.hash(storeId, key, 0, length);
            for (int bit = 0; bit < length * 8; bit++) {
                key[bit >>> 3] ^= (byte) (1 << (bit & 7));
                flipped += Long.bitCount(hash ^ KeyHash.hash(storeId, key, 0, length));
                key[bit >>> 3] ^= (byte) (1 << (bit & 7));
                changes++;
            }
            flipped += Long.bitCount(hash ^ KeyHash.hash(storeId ^ 1 << random.nextInt(32), key, 0, length));
            changes++;
        }
        assertEquals(32, (double) flipped / changes, 0.5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"key:%012d", "%d", "user:%d:profile:of:somebody"})
    void hash_runningNumbers_spreadOverShardsBucketsAndFingerprints(String format) {
        int keys = 64_000;
        int[] shards = new int[64];
        int[] buckets = new int[64];
        int[] fingerprints = new int[64];
        for (int i = 0; i < keys; i++) {
            byte[] key = String.format(format, i).getBytes(StandardCharsets.US_ASCII);
            long hash = KeyHash.hash(1, key, 0, key.length);
            shards[(int) (hash >>> 58)]++;
            buckets[(int) (hash >>> 34 & 63)]++;
            fingerprints[(int) (hash & 63)]++;
        }
        // 1,000 each are expected; seven standard deviations are 220.
        for (int i = 0; i < 64; i++) {
            assertEquals(keys / 64, shards[i], 220);
            assertEquals(keys / 64, buckets[i], 220);
            assertEquals(keys / 64, fingerprints[i], 220);
        }
    }

    @Test
    void hash_rangeOutsideOfArray_throws() {
        assertThrows(IndexOutOfBoundsException.class, () -> KeyHash.hash(0, new byte[4], 2, 3));
        assertThrows(IndexOutOfBoundsException.class, () -> KeyHash.hash(0, new byte[4], -1, 3));
    }
}
