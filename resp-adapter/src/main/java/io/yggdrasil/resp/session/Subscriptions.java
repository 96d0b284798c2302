package io.yggdrasil.resp.session;

import io.yggdrasil.resp.session.Subscription.Kind;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one client is subscribed to, in the order in which it subscribed.
 *
 * <p>Threads: any; the client's commands change it, and so does the node when it loses the slot of a shard channel.
 */
public final class Subscriptions {
    private final Session session;
    private @Nullable Map<Kind, Map<String, Subscription>> held;
    private volatile int channels;
    private volatile int patterns;
    private volatile int shards;

    Subscriptions(Session session) {
        this.session = session;
    }

    /** Adds one; null when it is there already. */
    public synchronized @Nullable Subscription add(Kind kind, String name) {
        Map<Kind, Map<String, Subscription>> kinds = held;
        if (kinds == null) {
            kinds = new EnumMap<>(Kind.class);
            held = kinds;
        }
        Map<String, Subscription> names = kinds.computeIfAbsent(kind, any -> new LinkedHashMap<>());
        if (names.containsKey(name)) {
            return null;
        }
        Subscription added = new Subscription(session, kind, name);
        names.put(name, added);
        count();
        return added;
    }

    /** Ends one and returns it; null when there is none. */
    public synchronized @Nullable Subscription remove(Kind kind, String name) {
        Map<String, Subscription> names = of(kind);
        Subscription removed = names == null ? null : names.remove(name);
        if (removed != null) {
            removed.end();
            count();
        }
        return removed;
    }

    private void count() {
        channels = size(Kind.CHANNEL);
        patterns = size(Kind.PATTERN);
        shards = size(Kind.SHARD);
    }

    private @Nullable Map<String, Subscription> of(Kind kind) {
        Map<Kind, Map<String, Subscription>> kinds = held;
        return kinds == null ? null : kinds.get(kind);
    }

    private int size(Kind kind) {
        Map<String, Subscription> names = of(kind);
        return names == null ? 0 : names.size();
    }

    /** The names of one kind, the oldest first. */
    public synchronized List<String> names(Kind kind) {
        Map<String, Subscription> names = of(kind);
        return names == null ? List.of() : List.copyOf(names.keySet());
    }

    /** How many there are of one kind. */
    public int count(Kind kind) {
        return switch (kind) {
            case CHANNEL -> channels;
            case PATTERN -> patterns;
            case SHARD -> shards;
        };
    }

    /** The number that frames about a subscription of this kind show: channels and patterns together, shards alone. */
    public int countShown(Kind kind) {
        return kind == Kind.SHARD ? shards : channels + patterns;
    }

    /** Whether there is any; a client of RESP2 may do little else then. */
    public boolean any() {
        return channels + patterns + shards > 0;
    }
}
