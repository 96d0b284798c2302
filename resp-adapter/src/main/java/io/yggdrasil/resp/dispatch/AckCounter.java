package io.yggdrasil.resp.dispatch;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Waits for all updates of one command to be acknowledged by the copies; the first failure becomes its reply. */
public final class AckCounter {
    private final AtomicInteger left;
    private final Consumer<byte @Nullable []> whenDone;
    private volatile byte @Nullable [] error;

    /** Waits for {@code count} acknowledgements, then calls {@code whenDone} with the error reply, or null. */
    public AckCounter(int count, Consumer<byte @Nullable []> whenDone) {
        this.left = new AtomicInteger(count);
        this.whenDone = whenDone;
    }

    /** Notes one acknowledgement, or the failure of one. */
    public void onAck(@Nullable Throwable failure) {
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
