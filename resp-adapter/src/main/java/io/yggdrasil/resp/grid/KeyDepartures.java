package io.yggdrasil.resp.grid;

import io.yggdrasil.ignite.Namespace;
import io.yggdrasil.ignite.Namespaces;
import io.yggdrasil.ignite.Yggdrasil;
import io.yggdrasil.ignite.mutation.DepartureListener;
import io.yggdrasil.ignite.mutation.Mutations;
import io.yggdrasil.ignite.slot.Keys;
import io.yggdrasil.resp.pubsub.KeyEvents;
import io.yggdrasil.resp.pubsub.KeyEvents.Type;
import io.yggdrasil.resp.pubsub.PubSub;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Announces the keys that go of themselves: their time was over, or they were evicted. The node that is a key's primary
 * does so, when the key is really removed.
 *
 * <p>Threads: any.
 */
public final class KeyDepartures {
    private final Namespaces namespaces;
    private final Mutations mutations;
    private final KeyEvents events;
    private final PubSub pubsub;
    private final Map<String, Watch> watches = new ConcurrentHashMap<>();

    private KeyDepartures(Grid grid, KeyEvents events, PubSub pubsub) {
        Yggdrasil yggdrasil = Yggdrasil.of(grid.ignite());
        this.namespaces = yggdrasil.namespaces();
        this.mutations = yggdrasil.mutations();
        this.events = events;
        this.pubsub = pubsub;
    }

    /** Begins to watch all databases, those that are started later, too. */
    public static void announce(Grid grid, KeyEvents events, PubSub pubsub) {
        KeyDepartures departures = new KeyDepartures(grid, events, pubsub);
        departures.namespaces.onChange(departures::look);
        departures.look();
    }

    /** Finds out anew which caches belong to which database: they may have been started or swapped. */
    private void look() {
        for (int database = 0; database < Grid.DATABASES; database++) {
            Namespace whole = namespaces.databaseIfStarted(database);
            if (whole != null) {
                watch(whole, database);
            }
            for (Namespace prefix : namespaces.prefixes(database)) {
                watch(prefix, database);
            }
        }
    }

    private void watch(Namespace namespace, int database) {
        watches.computeIfAbsent(namespace.cacheName(), name -> {
                    Watch watch = new Watch();
                    mutations.watch(name).addDepartureListener(watch);
                    return watch;
                })
                .database = database;
    }

    /** One cache. */
    private final class Watch implements DepartureListener {
        private volatile int database;

        @Override
        public void onExpired(Object key) {
            announce(Type.EXPIRED, "expired", key);
        }

        @Override
        public void onEvicted(Object key) {
            announce(Type.EVICTED, "evicted", key);
        }

        private void announce(Type type, String event, Object key) {
            byte[] bytes = events.wants(type) ? Keys.bytes(key) : null;
            if (bytes != null) {
                events.announce(type, event, bytes, 0, bytes.length, database, pubsub::publish);
            }
        }
    }
}
