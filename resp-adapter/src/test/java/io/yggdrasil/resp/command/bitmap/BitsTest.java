package io.yggdrasil.resp.command.bitmap;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Loops over words agree with loops over bits. */
final class BitsTest {
    private static final int ROUNDS = 20_000;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    private static boolean bit(byte[] bytes, long index) {
        return (bytes[(int) (index >>> 3)] & 0x80 >>> (index & 7)) != 0;
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        if (random.nextBoolean()) {
            random.nextBytes(bytes);
        } else {
            java.util.Arrays.fill(bytes, (byte) -random.nextInt(2));
            bytes[random.nextInt(length)] ^= (byte) (1 << random.nextInt(8));
        }
        return bytes;
    }

    @Test
    void countAndIndexOf_agreeWithSingleBits() {
        for (int round = 0; round < ROUNDS; round++) {
            byte[] bytes = bytes(1 + random.nextInt(60));
            long first = random.nextInt(bytes.length * 8);
            long last = first + random.nextInt((int) (bytes.length * 8 - first));
            long ones = 0;
            long firstOne = -1;
            long firstZero = -1;
            for (long i = last; i >= first; i--) {
                boolean one = bit(bytes, i);
                ones += one ? 1 : 0;
                firstOne = one ? i : firstOne;
                firstZero = one ? firstZero : i;
            }
            String where = "seed=" + seed + " round=" + round;
            assertEquals(ones, Bits.count(bytes, first, last), where);
            assertEquals(firstOne, Bits.indexOf(bytes, true, first, last), where);
            assertEquals(firstZero, Bits.indexOf(bytes, false, first, last), where);
        }
    }

    @Test
    void operations_agreeWithSingleBytes() {
        for (int round = 0; round < ROUNDS; round++) {
            byte[] a = bytes(1 + random.nextInt(40));
            byte[] b = bytes(1 + random.nextInt(a.length));
            byte[][] expected = new byte[4][a.length];
            for (int i = 0; i < a.length; i++) {
                byte other = i < b.length ? b[i] : 0;
                expected[0][i] = (byte) (a[i] & other);
                expected[1][i] = (byte) (a[i] | other);
                expected[2][i] = (byte) (a[i] ^ other);
                expected[3][i] = (byte) ~a[i];
            }
            byte[][] actual = {a.clone(), a.clone(), a.clone(), a.clone()};
            Bits.and(actual[0], b);
            Bits.or(actual[1], b);
            Bits.xor(actual[2], b);
            Bits.not(actual[3]);
            for (int i = 0; i < actual.length; i++) {
                assertArrayEquals(expected[i], actual[i], "seed=" + seed + " round=" + round + " operation=" + i);
            }
        }
    }

    @Test
    void bitfield_setThenGet_leavesTheNeighboursAlone() {
        for (int round = 0; round < ROUNDS; round++) {
            boolean isSigned = random.nextBoolean();
            int width = 1 + random.nextInt(isSigned ? 64 : 63);
            Bitfield field = new Bitfield(random.nextInt(100), width, isSigned);
            byte[] bytes = bytes(24);
            byte[] before = bytes.clone();
            long value = field.wrapped(random.nextLong());
            field.set(bytes, value);
            assertEquals(value, field.get(bytes), "seed=" + seed + " round=" + round);
            for (long i = 0; i < bytes.length * 8L; i++) {
                if (i < field.offset() || i > field.lastBit()) {
                    assertEquals(bit(before, i), bit(bytes, i), "seed=" + seed + " round=" + round + " bit=" + i);
                }
            }
        }
    }
}
