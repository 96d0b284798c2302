package io.yggdrasil.ignite;

import io.yggdrasil.ignite.YggdrasilException.Kind;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import javax.cache.CacheException;
import javax.cache.event.CacheEntryEvent;
import org.apache.ignite.Ignite;
import org.apache.ignite.IgniteCache;
import org.apache.ignite.IgniteException;
import org.apache.ignite.cache.CacheAtomicityMode;
import org.apache.ignite.cache.CacheMode;
import org.apache.ignite.cache.CacheRebalanceMode;
import org.apache.ignite.cache.CacheWriteSynchronizationMode;
import org.apache.ignite.cache.affinity.rendezvous.RendezvousAffinityFunction;
import org.apache.ignite.cache.query.ContinuousQuery;
import org.apache.ignite.cache.query.QueryCursor;
import org.apache.ignite.configuration.CacheConfiguration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A text that all nodes of the grid share and any of them changes, as a whole.
 *
 * <p>It is one entry of a small replicated cache, so it is atomic, outlives nodes, and outlives a restart where its
 * region is persistent. Each server node holds the entry and listens to its own copy: Ignite calls the listener while
 * it updates the copy, before the write is acknowledged, so after a change returns every server node has it. Nodes
 * without a copy (client nodes) hear of it shortly after.
 *
 * <p>The entry's value is {@code VERSION:TEXT}, so that an operator can read it; versions count up from 1.
 *
 * <p>Threads: any. {@link #load} and {@link #change} block; {@link #text} does not.
 */
public final class SharedText {
    private static final Logger LOG = LoggerFactory.getLogger(SharedText.class);

    private static final int CHANGE_ATTEMPTS_MAX = 64;

    private final Ignite ignite;

    private final String cacheName;

    private final String key;

    private final @Nullable String dataRegion;

    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    /** Serializes loading; held while Ignite is called. */
    private final Object loading = new Object();

    /** Guards writes of the three fields below; never held while Ignite is called: Ignite's listener thread takes it. */
    private final Object state = new Object();

    private volatile Versioned known = new Versioned(0, null);

    private boolean loaded;

    private boolean stopped;

    private @Nullable QueryCursor<?> subscription;

    /**
     * Makes the text of one node; nothing is done before {@link #load} or {@link #change}.
     *
     * @param dataRegion the region of its cache; null for the default one
     */
    SharedText(Ignite ignite, String cacheName, String key, @Nullable String dataRegion) {
        this.ignite = ignite;
        this.cacheName = cacheName;
        this.key = key;
        this.dataRegion = dataRegion;
    }

    /** The name of its cache. */
    String cacheName() {
        return cacheName;
    }

    /** The text as this node knows it; null before there is one. */
    public @Nullable String text() {
        return known.text;
    }

    /**
     * Calls {@code listener} after the text has changed. It runs in Ignite's threads, some of which hold locks: it must
     * be quick and call nothing of Ignite. Two calls may cross; each finds in {@link #text} what is newest.
     */
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    /** Makes this node know the grid's text and follow it, if any node has set one. Does nothing when it does already. */
    public void load() {
        synchronized (loading) {
            synchronized (state) {
                if (loaded) {
                    return;
                }
            }
            IgniteCache<String, String> cache = ignite.cache(cacheName);
            if (cache == null) {
                return;
            }
            if (subscription != null) {
                subscription.close();
            }
            subscription = cache.query(subscription());
            synchronized (state) {
                loaded = true;
            }
            String stored = cache.get(key);
            if (stored != null) {
                follow(parse(stored));
            }
        }
    }

    /** The cache stopped on this node: the text stays known, and is to be loaded again when the cache comes back. */
    void onStopping() {
        synchronized (state) {
            stopped = true;
            loaded = false;
            known = new Versioned(0, known.text);
        }
    }

    /** The cache started on this node. Called inside an exchange: must not wait for it. */
    void onStarted() {
        synchronized (state) {
            if (!stopped) {
                return;
            }
            stopped = false;
        }
        Thread thread = new Thread(this::reload, cacheName);
        thread.setDaemon(true);
        thread.start();
    }

    private void reload() {
        try {
            load();
        } catch (RuntimeException e) {
            LOG.warn("Cache {} was started again and could not be read", cacheName, e);
        }
    }

    /**
     * Changes the text on the whole grid.
     *
     * @param change makes the new text from that of the grid (null: there is none); may be called several times, as
     *     other nodes change it too. Null: it is to stay
     * @throws YggdrasilException when the grid could not be reached
     */
    public void change(Function<@Nullable String, @Nullable String> change) {
        try {
            IgniteCache<String, String> started = ignite.cache(cacheName);
            IgniteCache<String, String> cache =
                    started == null ? ignite.getOrCreateCache(cacheConfiguration()) : started;
            load();
            for (int attempt = 0; attempt < CHANGE_ATTEMPTS_MAX; attempt++) {
                String stored = cache.get(key);
                Versioned now = stored == null ? new Versioned(0, null) : parse(stored);
                String text = change.apply(now.text);
                if (text == null) {
                    follow(now);
                    return;
                }
                Versioned next = new Versioned(now.version + 1, text);
                boolean won = stored == null
                        ? cache.putIfAbsent(key, next.format())
                        : cache.replace(key, stored, next.format());
                if (won) {
                    follow(next);
                    return;
                }
            }
        } catch (IllegalStateException | CacheException | IgniteException e) {
            throw Failures.translate(ignite, "change " + key + " in cache " + cacheName, e);
        }
        throw new YggdrasilException(
                Kind.RETRY, "cache=" + cacheName + " attempts=" + CHANGE_ATTEMPTS_MAX + " lost against other nodes");
    }

    CacheConfiguration<String, String> cacheConfiguration() {
        CacheConfiguration<String, String> configuration = new CacheConfiguration<String, String>(cacheName)
                .setCacheMode(CacheMode.REPLICATED)
                .setAtomicityMode(CacheAtomicityMode.ATOMIC)
                .setWriteSynchronizationMode(CacheWriteSynchronizationMode.FULL_SYNC)
                .setRebalanceMode(CacheRebalanceMode.SYNC)
                .setAffinity(new RendezvousAffinityFunction(false, 1));
        if (dataRegion != null) {
            configuration.setDataRegionName(dataRegion);
        }
        return configuration;
    }

    private ContinuousQuery<String, String> subscription() {
        boolean holdsCopy = ignite.<String>affinity(cacheName)
                .isPrimaryOrBackup(ignite.cluster().localNode(), key);
        ContinuousQuery<String, String> query = new ContinuousQuery<>();
        query.setLocal(holdsCopy);
        query.setLocalListener(events -> {
            for (CacheEntryEvent<? extends String, ? extends String> event : events) {
                String value = event.getValue();
                if (value != null && key.equals(event.getKey())) {
                    follow(parse(value));
                }
            }
        });
        return query;
    }

    /** Takes {@code next} unless a later one is known. Runs in Ignite's threads: calls nothing of Ignite. */
    private void follow(Versioned next) {
        synchronized (state) {
            if (next.version <= known.version) {
                return;
            }
            known = next;
        }
        listeners.forEach(Runnable::run);
    }

    private Versioned parse(String stored) {
        int colon = stored.indexOf(':');
        try {
            return new Versioned(Long.parseLong(stored.substring(0, Math.max(0, colon))), stored.substring(colon + 1));
        } catch (NumberFormatException e) {
            throw new YggdrasilException(Kind.CORRUPT, "cache=" + cacheName + " " + key + "=" + stored, e);
        }
    }

    /** A text after so many changes. */
    private record Versioned(long version, @Nullable String text) {
        String format() {
            return version + ":" + text;
        }
    }
}
