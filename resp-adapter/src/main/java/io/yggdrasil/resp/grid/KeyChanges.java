package io.yggdrasil.resp.grid;

import io.yggdrasil.ignite.Namespace;
import io.yggdrasil.ignite.Namespaces;
import io.yggdrasil.ignite.Yggdrasil;
import io.yggdrasil.ignite.slot.Keys;
import io.yggdrasil.resp.tracking.ChangeSource;
import io.yggdrasil.resp.tracking.TrackingTable;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import javax.cache.configuration.Factory;
import javax.cache.event.CacheEntryEvent;
import org.apache.ignite.cache.query.ContinuousQueryWithTransformer;
import org.apache.ignite.lang.IgniteClosure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells this node's {@link TrackingTable} of all changes of keys in the grid: Ignite's continuous queries, which hear of
 * every door and go on when nodes fail. They cost the writers something, so there are none before a client tracks keys.
 *
 * <p>Threads: any; queries are started by one task at a time.
 */
public final class KeyChanges implements ChangeSource {
    private static final Logger LOG = LoggerFactory.getLogger(KeyChanges.class);

    private final Namespaces namespaces;
    private final TrackingTable table;
    private final Executor workers;
    private final Set<String> heard = new HashSet<>();
    private final Object starting = new Object();
    private volatile CompletableFuture<Void> listening =
            CompletableFuture.failedFuture(new IllegalStateException("nobody listens yet"));

    /** Makes a source that is silent until it is asked for; {@code workers} may block. */
    public KeyChanges(Grid grid, TrackingTable table, Executor workers) {
        this.namespaces = Yggdrasil.of(grid.ignite()).namespaces();
        this.table = table;
        this.workers = workers;
        namespaces.onChange(this::onChange);
    }

    /** A failed start is tried anew by the next client that wants to track keys. */
    @Override
    public synchronized CompletableFuture<Void> listen() {
        if (listening.isCompletedExceptionally()) {
            listening = CompletableFuture.runAsync(this::hearAll, workers);
        }
        return listening;
    }

    /** A database that starts while keys are tracked may have been written to before this node hears of its changes. */
    private void onChange() {
        CompletableFuture<Void> now = listening;
        if (!now.isCompletedExceptionally()) {
            now.thenRunAsync(
                    () -> {
                        if (hearAll()) {
                            table.allChanged();
                        }
                    },
                    workers);
        }
    }

    /** Returns whether there was anything new to hear. */
    private boolean hearAll() {
        synchronized (starting) {
            Set<String> there = new HashSet<>();
            boolean any = false;
            for (int database = 0; database < Grid.DATABASES; database++) {
                Namespace whole = namespaces.databaseIfStarted(database);
                if (whole != null) {
                    any |= hear(whole, there);
                }
                for (Namespace prefix : namespaces.prefixes(database)) {
                    any |= hear(prefix, there);
                }
            }
            heard.retainAll(there);
            return any;
        }
    }

    private boolean hear(Namespace namespace, Set<String> there) {
        there.add(namespace.cacheName());
        if (!heard.add(namespace.cacheName())) {
            return false;
        }
        try {
            ContinuousQueryWithTransformer<Object, Object, Object> query = new ContinuousQueryWithTransformer<>();
            query.setIncludeExpired(true);
            query.setRemoteTransformerFactory(new KeyOnly());
            query.setLocalListener(keys -> keys.forEach(this::changed));
            namespace.cache().withKeepBinary().query(query);
            return true;
        } catch (RuntimeException e) {
            heard.remove(namespace.cacheName());
            LOG.warn("Changes of {} cannot be listened to", namespace.name(), e);
            throw e;
        }
    }

    private void changed(Object key) {
        byte[] bytes = Keys.bytes(key);
        if (bytes != null) {
            table.changed(new String(bytes, StandardCharsets.ISO_8859_1));
        }
    }

    /** Of an event only the key is wanted; runs on the node of the key. */
    private static final class KeyOnly
            implements Factory<IgniteClosure<CacheEntryEvent<?, ?>, Object>>,
                    IgniteClosure<CacheEntryEvent<?, ?>, Object> {
        private static final long serialVersionUID = 1L;

        @Override
        public IgniteClosure<CacheEntryEvent<?, ?>, Object> create() {
            return this;
        }

        @Override
        public Object apply(CacheEntryEvent<?, ?> event) {
            return event.getKey();
        }
    }
}
