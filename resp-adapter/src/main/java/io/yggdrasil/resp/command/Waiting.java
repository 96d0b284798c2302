package io.yggdrasil.resp.command;

import io.yggdrasil.resp.keyspace.ValueType;
import io.yggdrasil.resp.wire.Request;
import org.jspecify.annotations.Nullable;

/**
 * How a command waits when its keys have nothing for it. Its handler never waits: it answers null, as it must in a
 * transaction; whoever can wait runs the same request again when one of the keys of its first key spec was written.
 *
 * @param type a key of another type leaves the client waiting
 * @param heedsLoss whether the command is also to be run when a key is removed or becomes one of another type
 * @param timeout how long a request waits
 * @param anchor null where a request means the same whenever it is run
 */
public record Waiting(
        ValueType type,
        boolean heedsLoss,
        Timeout timeout,
        @Nullable Anchor anchor) {
    /** The request does not wait. */
    public static final long NOT_AT_ALL = -1;

    /**
     * Reads from a request how long it waits. One that is wrong in any other way does not wait either: who queues up behind
     * others has not been run before.
     */
    @FunctionalInterface
    public interface Timeout {
        /** Milliseconds, 0 for ever, {@link #NOT_AT_ALL}; an error reply when it is no timeout. */
        long millis(Request request);
    }

    /** For requests with words that stand for what is there when the client begins to wait. */
    public interface Anchor {
        /** The request whose answer tells what they stand for; null: there are none. */
        @Nullable
        Request question(Request request);

        /** The request with what they stand for in their place. */
        Request anchored(Request request, byte[] answer);
    }

    /** For commands that take what they find. */
    public static Waiting forTaking(ValueType type, Timeout timeout) {
        return new Waiting(type, false, timeout, null);
    }

    /** Whether what one client gets no other one gets, so that the order in which they came matters. */
    public boolean isTaking() {
        return type != ValueType.STREAM;
    }

    /** How long the request waits; {@link #NOT_AT_ALL} also where it does not say so properly. */
    public long millisOf(Request request) {
        try {
            return timeout.millis(request);
        } catch (RedisException e) {
            return NOT_AT_ALL;
        }
    }
}
