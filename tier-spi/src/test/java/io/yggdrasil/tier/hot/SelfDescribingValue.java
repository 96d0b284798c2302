package io.yggdrasil.tier.hot;

import java.nio.ByteBuffer;
import java.util.SplittableRandom;

/** Values that tell their key and version and whose every byte follows from both, so that a torn one shows. */
final class SelfDescribingValue {
    static final int LEAST_BYTES = 16;

    private SelfDescribingValue() {}

    /** Writes the value of a key's version to the array's start; returns its length, which follows from both too. */
    static int write(byte[] target, int key, long version, int lengthMax) {
        int length = length(key, version, lengthMax);
        ByteBuffer.wrap(target).putInt(key).putLong(version).putInt(length);
        SplittableRandom random = random(key, version);
        for (int i = LEAST_BYTES; i < length; i++) {
            target[i] = (byte) random.nextInt();
        }
        return length;
    }

    /** The version of a whole value of this key; fails with what is wrong. */
    static long version(byte[] value, int length, int key, int lengthMax) {
        ByteBuffer header = ByteBuffer.wrap(value, 0, length);
        int valueKey = header.getInt();
        long version = header.getLong();
        int valueLength = header.getInt();
        if (valueKey != key || valueLength != length || length(key, version, lengthMax) != length) {
            throw new AssertionError("key=" + key + " got key=" + valueKey + " version=" + version + " length=" + length
                    + " of " + valueLength);
        }
        SplittableRandom random = random(key, version);
        for (int i = LEAST_BYTES; i < length; i++) {
            if (value[i] != (byte) random.nextInt()) {
                throw new AssertionError("key=" + key + " version=" + version + " is torn at " + i + " of " + length);
            }
        }
        return version;
    }

    private static int length(int key, long version, int lengthMax) {
        return LEAST_BYTES + new SplittableRandom(version * 31 + key).nextInt(lengthMax - LEAST_BYTES + 1);
    }

    private static SplittableRandom random(int key, long version) {
        return new SplittableRandom(key * 0x9E3779B97F4A7C15L + version);
    }
}
