package io.yggdrasil.resp.server;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Waits for all updates of one command to be acknowledged by the copies; the first failure becomes its reply. */
final class AckCounter {
    private final AtomicInteger left;
    private final Consumer<byte @Nullable []> whenDone;
    private volatile byte @Nullable [] error;

    AckCounter(int count, Consumer<byte @Nullable []> whenDone) {
        this.left = new AtomicInteger(count);
        this.whenDone = whenDone;
    }

    void onAck(@Nullable Throwable failure) {
        if (failure != null) {
            String text = String.valueOf(failure.getMessage()).replaceAll("[\r\n]+", " ");
            error = ("-TRYAGAIN the write may not have reached every copy: " + text + "\r\n")
                    .getBytes(StandardCharsets.UTF_8);
        }
        if (left.decrementAndGet() == 0) {
            whenDone.accept(error);
        }
    }
}
