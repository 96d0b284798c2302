package io.yggdrasil.ignite.eviction;

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** The other nodes that said lately that they are short of room. Threads: any. */
final class ShortNodes implements Predicate<UUID> {
    /** What was said is forgotten after so long; it is said again more often. */
    private static final long FORGOTTEN_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Map<UUID, Long> since = new ConcurrentHashMap<>();

    /** A node said something. */
    void note(UUID node, boolean isShort) {
        if (isShort) {
            since.put(node, System.nanoTime());
        } else {
            since.remove(node);
        }
    }

    /** Forgets what is too old; returns whether anything is left. */
    boolean any() {
        long now = System.nanoTime();
        since.values().removeIf(then -> now - then > FORGOTTEN_NANOS);
        return !since.isEmpty();
    }

    @Override
    public boolean test(UUID node) {
        return since.containsKey(node);
    }
}
