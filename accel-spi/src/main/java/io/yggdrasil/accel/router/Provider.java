package io.yggdrasil.accel.router;

import io.yggdrasil.accel.Accelerator;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** An accelerator, with what all its operations share: how busy it is, and whether it has lied. Threads: any. */
final class Provider {
    private final Accelerator accelerator;
    private final int callsAtOnce;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicReference<@Nullable String> lie = new AtomicReference<>();

    Provider(Accelerator accelerator) {
        this.accelerator = accelerator;
        this.callsAtOnce = Math.max(1, accelerator.callsAtOnce());
    }

    Accelerator accelerator() {
        return accelerator;
    }

    String name() {
        return accelerator.name();
    }

    /** Whether calls wait for one another, so that those in flight matter. */
    boolean hasQueue() {
        return callsAtOnce < Integer.MAX_VALUE;
    }

    /** A call begins; whether it need not wait. */
    boolean enter() {
        return inFlight.getAndIncrement() < callsAtOnce;
    }

    void leave() {
        inFlight.decrementAndGet();
    }

    /** How many times a call's own time one that begins now takes. */
    int turns() {
        return hasQueue() ? 1 + Math.max(0, inFlight.get()) / callsAtOnce : 1;
    }

    /** Bars it for good; whether it was not yet. */
    boolean quarantine(String what) {
        return lie.compareAndSet(null, what);
    }

    /** What it did wrong; null: nothing. */
    @Nullable
    String lie() {
        return lie.get();
    }
}
