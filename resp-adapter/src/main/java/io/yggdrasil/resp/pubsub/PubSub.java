package io.yggdrasil.resp.pubsub;

import io.yggdrasil.resp.session.Push;
import io.yggdrasil.resp.session.Session;
import io.yggdrasil.resp.session.Subscription;
import io.yggdrasil.resp.session.Subscription.Kind;
import io.yggdrasil.resp.wire.ReplyWriter;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The subscriptions of one node's clients, and the messages to them.
 *
 * <p>Names are text of one character a byte. Threads: any; a message is handed to the connections' queues, nothing waits.
 */
public final class PubSub {
    private final Map<Kind, Map<String, Topic>> topics = new EnumMap<>(Kind.class);
    private final boolean clusterMode;
    private volatile MessageBus bus = message -> {};

    /** What clients are subscribed to under one name; {@code fits} tells the channels that a pattern means. */
    private record Topic(Predicate<byte[]> fits, Set<Subscription> subscribers) {}

    /**
     * Makes an empty one.
     *
     * @param clusterMode whether what belongs to a slot is asked for on the slot's node only: shard channels and events
     */
    public PubSub(boolean clusterMode) {
        this.clusterMode = clusterMode;
        for (Kind kind : Kind.values()) {
            topics.put(kind, new ConcurrentHashMap<>());
        }
    }

    /** Says how messages get to the other nodes. */
    public void bus(MessageBus next) {
        bus = next;
    }

    private Map<String, Topic> topics(Kind kind) {
        Map<String, Topic> all = topics.get(kind);
        if (all == null) {
            throw new IllegalStateException("kind=" + kind);
        }
        return all;
    }

    /** Subscribes a client, which it may be already. {@code fits}: the channels that a pattern means; else not used. */
    public void subscribe(Session session, Kind kind, String name, Predicate<byte[]> fits) {
        Subscription added = session.subscriptions().add(kind, name);
        if (added == null) {
            return;
        }
        topics(kind).compute(name, (key, known) -> {
            Topic topic = known == null ? new Topic(fits, ConcurrentHashMap.newKeySet()) : known;
            topic.subscribers.add(added);
            return topic;
        });
        if (session.closing()) { // It may have left before this was to be seen.
            unsubscribe(session, kind, name);
        }
    }

    /** Ends a subscription; false when there is none. */
    public boolean unsubscribe(Session session, Kind kind, String name) {
        Subscription removed = session.subscriptions().remove(kind, name);
        if (removed == null) {
            return false;
        }
        topics(kind).computeIfPresent(name, (key, topic) -> {
            topic.subscribers.remove(removed);
            return topic.subscribers.isEmpty() ? null : topic;
        });
        return true;
    }

    /** Ends all subscriptions of a client without a word to it. */
    public void forget(Session session) {
        if (session.subscriptions().any()) {
            for (Kind kind : Kind.values()) {
                session.subscriptions().names(kind).forEach(name -> unsubscribe(session, kind, name));
            }
        }
    }

    /** Ends all subscriptions to a shard channel, whose slot is this node's no more, and tells the clients. */
    public void dismiss(String shard) {
        Topic topic = topics(Kind.SHARD).get(shard);
        if (topic == null) {
            return;
        }
        for (Subscription subscription : topic.subscribers) {
            Session session = subscription.session();
            if (unsubscribe(session, Kind.SHARD, shard)) {
                session.link().push(new Dismissal(shard, session.subscriptions().count(Kind.SHARD)));
            }
        }
    }

    /** Publishes a message: to the clients of this node and, over the bus, to those of the others. */
    public void publish(Message message) {
        deliver(message);
        if (!clusterMode || !(message.kind() == Kind.SHARD || message.isEvent())) {
            bus.send(message);
        }
    }

    /** Hands a message to the clients of this node. */
    public void deliver(Message message) {
        Topic topic = topics(message.kind()).get(message.channel());
        if (topic != null) {
            send(message.frames(), topic);
        }
        forEachFitting(message, pattern -> send(message.frames(pattern.getKey()), pattern.getValue()));
    }

    private static void send(Message.Frames frames, Topic topic) {
        for (Subscription subscription : topic.subscribers) {
            subscription.session().link().push(frames.to(subscription));
        }
    }

    private void forEachFitting(Message message, Consumer<Map.Entry<String, Topic>> action) {
        Map<String, Topic> patterns = topics(Kind.PATTERN);
        if (message.kind() == Kind.SHARD || patterns.isEmpty()) {
            return;
        }
        byte[] channel = Message.bytes(message.channel());
        for (Map.Entry<String, Topic> pattern : patterns.entrySet()) {
            if (pattern.getValue().fits.test(channel)) {
                action.accept(pattern);
            }
        }
    }

    /** How many subscriptions of this node's clients a message meets. */
    public int receivers(Message message) {
        int[] count = {subscribers(message.kind(), message.channel())};
        forEachFitting(
                message, pattern -> count[0] += pattern.getValue().subscribers.size());
        return count[0];
    }

    /** Clients of this node that are subscribed to a name. */
    public int subscribers(Kind kind, String name) {
        Topic topic = topics(kind).get(name);
        return topic == null ? 0 : topic.subscribers.size();
    }

    /** Visits the names of one kind that clients of this node are subscribed to. */
    public void forEach(Kind kind, Consumer<String> visitor) {
        topics(kind).keySet().forEach(visitor);
    }

    /** How many names of one kind clients of this node are subscribed to. */
    public int count(Kind kind) {
        return topics(kind).size();
    }

    /** Tells a client that a shard channel was taken from it. */
    private record Dismissal(String shard, int left) implements Push {
        @Override
        public byte @Nullable [] bytes(int protocol) {
            ReplyWriter out = new ReplyWriter();
            out.version(protocol);
            out.push(3);
            out.bulk(Kind.SHARD.unsubscribed());
            out.bulk(Message.bytes(shard));
            out.integer(left);
            return Arrays.copyOf(out.array(), out.size());
        }

        @Override
        public int size() {
            return shard.length();
        }
    }
}
