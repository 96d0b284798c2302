package io.yggdrasil.resp.dispatch;

import io.yggdrasil.ignite.internals.Ack;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Waits for all updates of one command to be acknowledged by the copies; the first failure becomes its reply.
 *
 * <p>That reply is no TRYAGAIN: clients that see one send the command again, and it was done already here.
 */
public final class AckCounter {
    private final AtomicInteger left;
    private final Consumer<byte @Nullable []> whenDone;
    private volatile byte @Nullable [] error;

    private AckCounter(int count, Consumer<byte @Nullable []> whenDone) {
        this.left = new AtomicInteger(count);
        this.whenDone = whenDone;
    }

    /** Calls {@code whenDone} once, on any thread: with null, or with the error that is to be the command's reply. */
    public static void await(List<Ack> acks, Consumer<byte @Nullable []> whenDone) {
        AckCounter counter = new AckCounter(acks.size(), whenDone);
        for (Ack ack : acks) {
            ack.onDone(counter::onAck);
        }
    }

    private void onAck(@Nullable Throwable failure) {
        if (failure != null) {
            String text = String.valueOf(failure.getMessage()).replaceAll("[\r\n]+", " ");
            error = ("-ERR the write may not have reached every copy: " + text + "\r\n")
                    .getBytes(StandardCharsets.UTF_8);
        }
        if (left.decrementAndGet() == 0) {
            whenDone.accept(error);
        }
    }
}
