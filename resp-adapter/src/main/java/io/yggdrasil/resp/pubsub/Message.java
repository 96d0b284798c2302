package io.yggdrasil.resp.pubsub;

import io.yggdrasil.resp.session.Push;
import io.yggdrasil.resp.session.Subscription;
import io.yggdrasil.resp.session.Subscription.Kind;
import io.yggdrasil.resp.wire.ReplyWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A message that was published, and its frames, which all its subscribers share: they are made once for each protocol.
 *
 * <p>Threads: any.
 */
public final class Message {
    private static final int FRAME_BYTES = 64;

    private final Kind kind;
    private final String channel;
    private final byte[] payload;
    private final boolean event;
    private final Frames own;

    /**
     * Makes a message.
     *
     * @param kind {@link Kind#CHANNEL} or {@link Kind#SHARD}
     * @param channel where it is published, one character a byte
     * @param payload its content, which nobody may change any more
     */
    public Message(Kind kind, String channel, byte[] payload) {
        this(kind, channel, payload, false);
    }

    private Message(Kind kind, String channel, byte[] payload, boolean event) {
        if (kind == Kind.PATTERN) {
            throw new IllegalArgumentException("kind=" + kind);
        }
        this.kind = kind;
        this.channel = channel;
        this.payload = payload;
        this.event = event;
        this.own = new Frames(null);
    }

    /** A message by which the server itself tells what happened to a key. */
    static Message ofEvent(String channel, byte[] payload) {
        return new Message(Kind.CHANNEL, channel, payload, true);
    }

    /** Whether the server itself tells by it what happened to a key. */
    boolean isEvent() {
        return event;
    }

    /** Whether it goes to a channel or a shard channel. */
    public Kind kind() {
        return kind;
    }

    /** Where it was published, one character a byte. */
    public String channel() {
        return channel;
    }

    /** Its content; not to be changed. */
    public byte[] payload() {
        return payload;
    }

    /** About how many bytes it takes. */
    public int size() {
        return FRAME_BYTES + channel.length() + payload.length;
    }

    /** The frames for those who are subscribed to the channel. */
    Frames frames() {
        return own;
    }

    /** The frames for those who are subscribed to a pattern that the channel fits. */
    Frames frames(String pattern) {
        return new Frames(pattern);
    }

    static byte[] bytes(String latin) {
        return latin.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The message as its subscribers get it. Frames that two threads make at once are the same. */
    final class Frames {
        private final @Nullable String pattern;
        private volatile byte @Nullable [] resp2;
        private volatile byte @Nullable [] resp3;

        private Frames(@Nullable String pattern) {
            this.pattern = pattern;
        }

        /** What a subscriber is pushed. */
        Push to(Subscription subscription) {
            return new Delivery(subscription, this);
        }

        int size() {
            return Message.this.size();
        }

        byte[] bytes(int protocol) {
            byte[] made = protocol == 2 ? resp2 : resp3;
            if (made != null) {
                return made;
            }
            byte[] frame = write(protocol);
            if (protocol == 2) {
                resp2 = frame;
            } else {
                resp3 = frame;
            }
            return frame;
        }

        private byte[] write(int protocol) {
            ReplyWriter out = new ReplyWriter();
            out.version(protocol);
            out.push(pattern == null ? 3 : 4);
            out.bulk((pattern == null ? kind : Kind.PATTERN).message());
            if (pattern != null) {
                out.bulk(Message.bytes(pattern));
            }
            out.bulk(Message.bytes(channel));
            out.bulk(payload);
            return Arrays.copyOf(out.array(), out.size());
        }
    }

    private record Delivery(Subscription to, Frames frames) implements Push {
        @Override
        public byte @Nullable [] bytes(int protocol) {
            return to.isActive() ? frames.bytes(protocol) : null;
        }

        @Override
        public int size() {
            return frames.size();
        }
    }
}
