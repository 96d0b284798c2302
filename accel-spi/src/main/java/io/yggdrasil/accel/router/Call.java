package io.yggdrasil.accel.router;

/**
 * A call of a kernel that can be made again with another one.
 *
 * @param <K> the kernel
 * @param <R> what it returns
 */
interface Call<K, R> {
    /** Makes it. */
    R on(K kernel);

    /** Keeps what a kernel gave. A call that writes to buffers names them here. */
    default Answer<R> keep(R result) {
        return Answer.exact(result);
    }
}
