package io.yggdrasil.resp.command;

import io.yggdrasil.resp.wire.ReplyWriter;
import java.util.function.Consumer;

/** A reply that is still to come. Completed once, by any thread; later completions are ignored. */
public interface DeferredReply {
    /**
     * Writes the reply and lets the client's next command run. {@code writer} runs on the connection's event loop; a
     * {@link RedisException} it throws becomes the reply.
     */
    void complete(Consumer<ReplyWriter> writer);

    /** Runs when the client goes away before the reply came; at once if it is gone already. */
    void onAbandoned(Runnable action);
}
