package io.yggdrasil.resp.session;

/**
 * One client's wish for the messages of a channel, of the channels that fit a pattern, or of a shard channel.
 *
 * <p>Threads: any.
 */
public final class Subscription {
    private final Session session;
    private final Kind kind;
    private final String name;
    private volatile boolean active = true;

    /** What is subscribed to, and how the frames about it begin. */
    public enum Kind {
        CHANNEL("subscribe", "unsubscribe", "message"),
        PATTERN("psubscribe", "punsubscribe", "pmessage"),
        SHARD("ssubscribe", "sunsubscribe", "smessage");

        private final String subscribed;
        private final String unsubscribed;
        private final String message;

        Kind(String subscribed, String unsubscribed, String message) {
            this.subscribed = subscribed;
            this.unsubscribed = unsubscribed;
            this.message = message;
        }

        /** First word of the frame that confirms a subscription. */
        public String subscribed() {
            return subscribed;
        }

        /** First word of the frame that confirms its end. */
        public String unsubscribed() {
            return unsubscribed;
        }

        /** First word of the frame that brings a message. */
        public String message() {
            return message;
        }
    }

    Subscription(Session session, Kind kind, String name) {
        this.session = session;
        this.kind = kind;
        this.name = name;
    }

    /** The client. */
    public Session session() {
        return session;
    }

    /** What is subscribed to. */
    public Kind kind() {
        return kind;
    }

    /** Channel or pattern, one character a byte. */
    public String name() {
        return name;
    }

    /** Whether it still holds; messages that wait for the client are dropped when it does not. */
    public boolean isActive() {
        return active;
    }

    void end() {
        active = false;
    }
}
