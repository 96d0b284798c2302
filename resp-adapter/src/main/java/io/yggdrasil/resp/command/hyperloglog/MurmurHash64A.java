package io.yggdrasil.resp.command.hyperloglog;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Austin Appleby's MurmurHash2 for 64-bit words, little endian, with the seed that Redis uses. */
final class MurmurHash64A {
    private static final long SEED = 0xadc83b19L;
    private static final long M = 0xc6a4a7935bd1e995L;
    private static final int R = 47;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private MurmurHash64A() {}

    static long hash(byte[] bytes, int from, int length) {
        long hash = SEED ^ length * M;
        int wholeEnd = from + (length & -Long.BYTES);
        for (int at = from; at < wholeEnd; at += Long.BYTES) {
            long word = (long) LONGS.get(bytes, at) * M;
            word ^= word >>> R;
            hash = (hash ^ word * M) * M;
        }
        int end = from + length;
        if (wholeEnd < end) {
            for (int at = wholeEnd; at < end; at++) {
                hash ^= (bytes[at] & 0xffL) << 8 * (at - wholeEnd);
            }
            hash *= M;
        }
        hash ^= hash >>> R;
        hash *= M;
        return hash ^ hash >>> R;
    }
}
