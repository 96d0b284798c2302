package io.yggdrasil.accel.router;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Known data for an operation: to prove kernels, and to measure them. */
interface Workload<K> {
    /**
     * Makes a call.
     *
     * @param bytes its size, as the operation counts it
     * @param direct whether its buffers are outside of the heap
     * @param seed calls of different seeds have different data
     */
    Call<K, ?> call(int bytes, boolean direct, int seed);

    /** The largest size that a call can have; who asks for more gets that. */
    default int bytesMax() {
        return Integer.MAX_VALUE;
    }

    /** Further calls to prove a kernel by. */
    default List<Call<K, ?>> further() {
        return List.of();
    }

    /** Random bytes. */
    static ByteBuffer bytes(int count, boolean direct, int seed) {
        byte[] bytes = new byte[count];
        new Random(seed).nextBytes(bytes);
        return direct ? ByteBuffer.allocateDirect(count).put(0, bytes) : ByteBuffer.wrap(bytes);
    }

    /** Buffers of random bytes. */
    static ByteBuffer[] buffers(int count, int bytes, boolean direct, int seed) {
        return IntStream.range(0, count)
                .mapToObj(i -> bytes(bytes, direct, count * seed + i))
                .toArray(ByteBuffer[]::new);
    }
}
