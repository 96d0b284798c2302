package io.yggdrasil.tier.hot;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Objects;

/**
 * A 64-bit hash of a store's id and a key's bytes: two multiplications for keys of up to 16 bytes.
 *
 * <p>Mechanism: words of the key are folded with 64 x 64 to 128-bit multiplications, both halves combined, in the manner
 * of wyhash. It does not withstand somebody who makes keys collide on purpose, and need not: colliding keys share one
 * bucket of seven, which costs them hits and costs nobody time.
 *
 * <p>Threads: any.
 */
public final class KeyHash {
    private static final long LENGTH_SECRET = 0xa0761d6478bd642fL;
    private static final long FIRST_SECRET = 0xe7037ed1a0b428dbL;
    private static final long STORE_SECRET = 0x8ebc6af09c88c6e3L;
    private static final long SEED = 0x589965cc75374cc3L;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private KeyHash() {}

    /**
     * The hash of a key in a store.
     *
     * @throws IndexOutOfBoundsException if the range is not within the array
     */
    public static long hash(int storeId, byte[] key, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, key.length);
        long seed = fold(storeId ^ STORE_SECRET, SEED);
        if (length > 16) {
            return hashLong(seed, key, offset, length);
        }
        if (length >= Long.BYTES) {
            return finish(seed, longAt(key, offset), longAt(key, offset + length - Long.BYTES), length);
        }
        if (length >= Integer.BYTES) {
            return finish(seed, intAt(key, offset), intAt(key, offset + length - Integer.BYTES), length);
        }
        return finish(seed, length == 0 ? 0 : upToThree(key, offset, length), 0, length);
    }

    private static long hashLong(long seed, byte[] key, int offset, int length) {
        long state = seed;
        int end = offset + length;
        for (int i = offset; i < end - 16; i += 16) {
            state = fold(longAt(key, i) ^ FIRST_SECRET, longAt(key, i + Long.BYTES) ^ state);
        }
        return finish(state, longAt(key, end - 16), longAt(key, end - Long.BYTES), length);
    }

    private static long finish(long state, long first, long second, int length) {
        return fold(length ^ LENGTH_SECRET, fold(first ^ FIRST_SECRET, second ^ state));
    }

    private static long fold(long a, long b) {
        return Math.multiplyHigh(a, b) ^ (a * b);
    }

    private static long upToThree(byte[] key, int offset, int length) {
        return (key[offset] & 0xff) << 16
                | (key[offset + (length >>> 1)] & 0xff) << 8
                | (key[offset + length - 1] & 0xff);
    }

    private static long longAt(byte[] key, int offset) {
        return (long) LONGS.get(key, offset);
    }

    private static long intAt(byte[] key, int offset) {
        return (int) INTS.get(key, offset) & 0xffffffffL;
    }
}
