package io.yggdrasil.accel.router;

/**
 * A provider's kernel for one operation.
 *
 * @param provider whose it is
 * @param kernel the kernel
 * @param costs what its calls take
 * @param breaker whether it works
 */
record Candidate<K>(Provider provider, K kernel, Costs costs, Breaker breaker) {
    boolean isUsable() {
        return provider.lie() == null && breaker.isClosed();
    }
}
