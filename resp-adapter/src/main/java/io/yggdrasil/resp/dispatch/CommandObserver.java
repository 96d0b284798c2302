package io.yggdrasil.resp.dispatch;

import io.yggdrasil.resp.command.Command;
import io.yggdrasil.resp.pubsub.KeyEvents;
import io.yggdrasil.resp.pubsub.Message;
import io.yggdrasil.resp.session.Session;
import io.yggdrasil.resp.wire.Request;
import java.util.List;

/** Told of every command that was run, on the thread that ran it: counters, slow log, MONITOR. */
public interface CommandObserver {
    /**
     * A command begins; only called while {@link #wantsRequests()}.
     */
    void onRequest(Session session, Command command, Request request);

    /** Whether {@link #onRequest} wants to be called. */
    boolean wantsRequests();

    /**
     * A command ended.
     *
     * @param nanos how long it ran
     * @param failed whether its reply is an error
     */
    void onCommand(Session session, Command command, Request request, long nanos, boolean failed);

    /** A command was refused before it ran: wrong arity, no authentication and the like. */
    void onRejected(Session session, Command command);

    /** A reading command looked for keys: so many were there, so many were not. */
    default void onLookups(int hits, int misses) {}

    /** A command wrote or removed so many keys. */
    default void onChanges(int keys) {}

    /** Bytes were read from clients or written to them, on the thread that runs their commands. */
    default void onTraffic(long bytesIn, long bytesOut) {}

    /** Which events of keys are to be announced; asked once. */
    default KeyEvents keyEvents() {
        return new KeyEvents();
    }

    /** A client that tracks keys is about to read one; text of one character a byte. */
    default void onTrackedRead(Session session, String key) {}

    /** All replies to a client that tracks keys are made. */
    default void onSettled(Session session) {}

    /** Whether {@link #onBegin} and {@link #onEnd} want to be called. */
    default boolean wantsWriters() {
        return false;
    }

    /** A request of a client, a transaction for one, begins to run on this thread. */
    default void onBegin(Session session) {}

    /** The request that has begun on this thread last has ended; called whether it was run or not. */
    default void onEnd() {}

    /** Commands that have run, one or a transaction, publish messages; the list is the caller's. */
    default void onMessages(List<Message> messages) {}

    /** An error reply was written. */
    void onError(String message);
}
