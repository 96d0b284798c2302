package io.yggdrasil.accel.router;

import io.yggdrasil.accel.Accelerators;
import io.yggdrasil.accel.portable.PortableAccelerator;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** A router of what this machine has, for the contracts of kernels. Of its calls some are plain, some timed, some verified. */
final class RealRouter {
    private static final int VERIFY_EVERY = 5;

    private RealRouter() {}

    static OffloadRouter start() {
        AtomicInteger dice = new AtomicInteger();
        return new OffloadRouter(
                new PortableAccelerator(),
                Accelerators.find().usable(),
                new RouterConfiguration(Set.of(), Set.of(), VERIFY_EVERY, null, false, Duration.ZERO),
                new Sampling(
                        System::nanoTime,
                        System::nanoTime,
                        () -> dice.getAndAdd(128) & Integer.MAX_VALUE,
                        VERIFY_EVERY),
                Runnable::run);
    }
}
