package io.yggdrasil.resp.dispatch;

import io.yggdrasil.resp.session.Session;
import io.yggdrasil.resp.wire.ReplyWriter;
import io.yggdrasil.resp.wire.Request;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of requests whose keys are not on this node. One instance an event loop; called on that loop only.
 */
public interface RemoteExecution {
    /**
     * All keys belong to {@code node}. Either answers at once into {@code reply} (a redirection) and returns null, or
     * takes a slot from {@code slots} and completes it later with the owner's reply.
     */
    void forward(UUID node, Request request, Session session, ReplyWriter reply, ReplySlots slots);

    /** The keys belong to several nodes; as {@link #forward}. */
    void span(Request request, Session session, ReplyWriter reply, ReplySlots slots);

    /** Sends what was collected; called when a batch of requests has been read. */
    void flush();

    /** Makes places for replies that come later. */
    interface ReplySlots {
        /**
         * Reserves the place of the running request's reply.
         *
         * @param holdsClient whether the client's later requests wait for it
         */
        ReplySlot reserve(boolean holdsClient);
    }

    /** The place of one reply. */
    interface ReplySlot {
        /**
         * Puts the reply there. Any thread; only the first call counts.
         *
         * @param reply complete RESP reply; null: run the request again
         */
        void complete(byte @Nullable [] reply);
    }
}
