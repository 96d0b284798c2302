package io.yggdrasil.ignite.internals;

import java.util.function.Consumer;
import org.apache.ignite.internal.IgniteInternalFuture;
import org.jspecify.annotations.Nullable;

/** An update that is applied here and that the copies on other nodes have not all confirmed yet. */
public final class Ack {
    private final IgniteInternalFuture<?> future;

    Ack(IgniteInternalFuture<?> future) {
        this.future = future;
    }

    /** Calls {@code listener} once, on any thread: with null when every copy has the update, else with the failure. */
    public void onDone(Consumer<@Nullable Throwable> listener) {
        future.listen(done -> listener.accept(done.error()));
    }
}
