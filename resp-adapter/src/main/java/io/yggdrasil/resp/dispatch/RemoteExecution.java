package io.yggdrasil.resp.dispatch;

import io.yggdrasil.resp.command.Command;
import io.yggdrasil.resp.session.Session;
import io.yggdrasil.resp.wire.Request;
import java.util.UUID;

/**
 * What becomes of requests whose keys are not on this node. One instance an event loop; called on that loop only.
 */
public interface RemoteExecution {
    /**
     * All keys belong to {@code node}: takes a slot from {@code slots} and completes it later with the owner's reply. An
     * EXEC takes the session's transaction along.
     *
     * @return false when there is no room for the request now: nothing was done, and it is to be passed again soon
     */
    boolean forward(UUID node, Command command, Request request, Session session, ReplySlots slots);

    /** The keys belong to several nodes, or the command is about all keys; as {@link #forward}. */
    boolean span(Command command, Request request, Session session, ReplySlots slots);

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

    /** The place of one reply. Methods may be called from any thread; only the first call counts. */
    interface ReplySlot {
        /** Puts the reply there: one complete RESP reply. */
        void complete(byte[] reply);

        /**
         * The request had no effect: it is to be run again, in its turn among the client's requests.
         *
         * @param request the request; owns its bytes
         * @param as the client's state with which it runs
         */
        void rerun(Request request, Session as);

        /**
         * Nobody will ever know whether the request was done. The client's connection ends without a reply, as it would if
         * the node that is gone had been the client's own: clients know what that means, and no error says it.
         */
        void lose();
    }
}
