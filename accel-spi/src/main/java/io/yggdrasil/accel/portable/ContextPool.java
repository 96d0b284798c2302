package io.yggdrasil.accel.portable;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Supplier;

/**
 * Contexts of a native library that wait for their next use, as to make one costs more than a small text: one for each processor at
 * most; those beyond are made and closed again. Threads: any.
 */
final class ContextPool<C extends Closeable> {
    private final BlockingQueue<C> waiting =
            new ArrayBlockingQueue<>(Runtime.getRuntime().availableProcessors());
    private final Supplier<C> maker;

    ContextPool(Supplier<C> maker) {
        this.maker = maker;
    }

    C take() {
        C context = waiting.poll();
        return context == null ? maker.get() : context;
    }

    void giveBack(C context) {
        if (!waiting.offer(context)) {
            close(context);
        }
    }

    /** Closes those that wait. */
    void clear() {
        for (C context = waiting.poll(); context != null; context = waiting.poll()) {
            close(context);
        }
    }

    private static void close(Closeable context) {
        try {
            context.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
