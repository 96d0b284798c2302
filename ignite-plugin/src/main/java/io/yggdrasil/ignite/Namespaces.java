package io.yggdrasil.ignite;

import io.yggdrasil.ignite.YggdrasilException.Kind;
import io.yggdrasil.ignite.internals.EntryStore;
import io.yggdrasil.ignite.slot.BinaryKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.ignite.Ignite;
import org.apache.ignite.IgniteCache;
import org.apache.ignite.IgniteLogger;
import org.jspecify.annotations.Nullable;

/**
 * The namespaces of a grid as one node sees them.
 *
 * <p>A namespace's cache is made on first use, on the whole grid. From then on every server node sees it here without
 * being asked, also after a restart of the grid, and stops seeing it when anyone destroys it. Client nodes see what
 * they used.
 *
 * <p>Methods ending in {@code IfStarted} and {@link #prefixes} read one volatile field and never block: they are for
 * event loops. The others may wait for the grid and must not be called there. After another node has started a cache,
 * this node's view shows it some milliseconds later; {@link #databaseIfExists} asks the grid and is exact.
 */
public final class Namespaces {
    /** Database numbers are 0 to {@code DATABASES - 1}. */
    public static final int DATABASES = YggdrasilSettings.DATABASES;

    private static final int OPEN_ATTEMPTS_MAX = 8;

    private static final BinaryKey NO_KEY = new BinaryKey(new byte[0]);

    private final Ignite ignite;

    private final IgniteLogger log;

    /** All bindings: the whole databases by number, then the prefixes. An index in here names a binding everywhere. */
    private final List<NamespaceBinding> bindings;

    private final Map<String, Integer> bindingByCache = new HashMap<>();

    /** Prefixes by configured database. */
    private final PrefixTable[] prefixTables = new PrefixTable[DATABASES];

    private final DatabaseOrder order;

    private final NamespaceCaches caches;

    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    /** Opens caches that Ignite reports as started. One thread, one waiting run: a run handles all that is due. */
    private final ThreadPoolExecutor opener;

    /** Guards the three fields below. Never held while Ignite is called. */
    private final Object state = new Object();

    private final @Nullable Namespace[] running;

    /** Whether Ignite reported the binding's cache as started on this node. */
    private final boolean[] reported;

    /** How often the binding's cache stopped: what was opened before a stop must not be published after it. */
    private final long[] stops;

    private volatile NamespaceView view;

    private volatile boolean nodeStarted;

    Namespaces(
            Ignite ignite,
            YggdrasilSettings settings,
            @Nullable String orderRegion,
            SharedText users,
            String node,
            IgniteLogger log) {
        this.ignite = ignite;
        this.log = log;
        bindings = settings.bindings();
        for (int binding = 0; binding < bindings.size(); binding++) {
            bindingByCache.put(bindings.get(binding).name(), binding);
        }
        for (int database = 0; database < DATABASES; database++) {
            prefixTables[database] = PrefixTable.of(bindings, database);
        }
        running = new Namespace[bindings.size()];
        reported = new boolean[bindings.size()];
        stops = new long[bindings.size()];
        order = new DatabaseOrder(ignite, orderRegion, this::rebuild);
        caches = new NamespaceCaches(ignite, order, users);
        view = new NamespaceView(running, prefixTables, order.configured());
        opener = new ThreadPoolExecutor(
                0,
                1,
                10,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(1),
                task -> {
                    Thread thread = new Thread(task, "yggdrasil-namespaces-" + node);
                    thread.setDaemon(true);
                    return thread;
                },
                new ThreadPoolExecutor.DiscardPolicy());
    }

    /** The namespace of a whole database, started when it is not running. Idempotent on all nodes. Blocks. */
    public Namespace database(int number) {
        Namespace now = databaseIfStarted(number);
        return now != null ? now : start(order.configured().get(number));
    }

    /** The namespace of a whole database, or null when no node has started it. May block. */
    public @Nullable Namespace databaseIfExists(int number) {
        Namespace now = databaseIfStarted(number);
        return now != null ? now : open(order.configured().get(number), false);
    }

    /** The namespace of a whole database as far as this node sees it running. Never blocks. */
    public @Nullable Namespace databaseIfStarted(int number) {
        return view.database(number);
    }

    /** The namespace that a key belongs to, started when it is not running: longest prefix first. Blocks. */
    public Namespace of(int number, byte[] key, int offset, int length) {
        Namespace now = ofIfStarted(number, key, offset, length);
        return now != null ? now : start(bindingOf(number, key, offset, length));
    }

    /** The namespace that a key belongs to, or null when no node has started it. May block. */
    public @Nullable Namespace ofIfExists(int number, byte[] key, int offset, int length) {
        Namespace now = ofIfStarted(number, key, offset, length);
        return now != null ? now : open(bindingOf(number, key, offset, length), false);
    }

    /** The namespace that a key belongs to, as far as this node sees it running. Never blocks. */
    public @Nullable Namespace ofIfStarted(int number, byte[] key, int offset, int length) {
        return view.of(number, key, offset, length);
    }

    /** The running prefix namespaces of a database, longest prefix first. Never blocks. */
    public List<Namespace> prefixes(int number) {
        return view.prefixes(number);
    }

    /**
     * A token of what runs under which number: as long as it is the same object, every look-up gives what it gave
     * before. Never blocks.
     */
    public Object generation() {
        return view;
    }

    /** How often {@link #swap} gave a number another database; the same on all nodes. Never blocks. */
    public long swaps(int number) {
        return order.swaps().get(number);
    }

    /** All bindings of this grid, running or not. */
    public List<NamespaceBinding> bindings() {
        return bindings;
    }

    /**
     * Exchanges two databases with their prefixes, on the whole grid: what was number {@code first} answers as {@code
     * second}. After it returns every server node sees the new order, and with persistence so does a later run. An
     * operation that found its namespace before may still finish on the old one. Blocks.
     */
    public void swap(int first, int second) {
        Objects.checkIndex(first, DATABASES);
        Objects.checkIndex(second, DATABASES);
        if (first != second) {
            order.swap(first, second);
        }
    }

    /**
     * Calls {@code listener} after a namespace started or stopped and after a swap. It runs in Ignite's threads, some of
     * which hold locks: it must be quick and call nothing of Ignite.
     */
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    /** The node is up: opens what runs already. */
    void start() {
        nodeStarted = true;
        openReported();
    }

    void stop() {
        opener.shutdownNow();
    }

    /** Whether a cache is a namespace's. */
    boolean isNamespace(String cacheName) {
        return bindingByCache.containsKey(cacheName);
    }

    /** Whether a cache belongs to a namespace: it holds its keys, or the nodes of its collections. */
    boolean isOfNamespace(String cacheName) {
        boolean nodes = cacheName.endsWith(EntryStore.NODES_SUFFIX);
        return isNamespace(
                nodes ? cacheName.substring(0, cacheName.length() - EntryStore.NODES_SUFFIX.length()) : cacheName);
    }

    /** Whether a cache is a namespace's, or holds the order of the databases. */
    boolean owns(String cacheName) {
        return isOfNamespace(cacheName) || cacheName.equals(DatabaseOrder.CACHE);
    }

    /** Ignite started one of our caches on this node. Called inside an exchange: must not wait for it. */
    void cacheStarted(String cacheName) {
        Integer binding = bindingByCache.get(cacheName);
        if (binding != null) {
            synchronized (state) {
                reported[binding] = true;
            }
        }
        if (nodeStarted) {
            opener.execute(this::openReported);
        }
    }

    /** Ignite is about to stop one of our caches on this node. Called inside an exchange. */
    void cacheStopping(String cacheName) {
        Integer binding = bindingByCache.get(cacheName);
        if (binding == null) {
            order.unload();
        } else {
            synchronized (state) {
                reported[binding] = false;
                running[binding] = null;
                stops[binding]++;
            }
        }
        rebuild();
    }

    private int bindingOf(int number, byte[] key, int offset, int length) {
        int configured = order.configured().get(number);
        int binding = prefixTables[configured].match(key, offset, length);
        return binding == PrefixTable.NONE ? configured : binding;
    }

    private void openReported() {
        attempt("read the order of the databases", order::load);
        for (int binding : due()) {
            attempt("open cache " + bindings.get(binding).name(), () -> open(binding, false));
        }
    }

    /** Runs in the background, where nobody waits for the outcome: the next use of the namespace tries again. */
    private void attempt(String act, Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            YggdrasilException failure = Failures.translate(ignite, act, e);
            boolean expected = failure.kind() == Kind.RETRY || opener.isShutdown();
            if (!expected) {
                log.warning(failure.getMessage());
            }
        }
    }

    private List<Integer> due() {
        List<Integer> due = new ArrayList<>();
        synchronized (state) {
            for (int binding = 0; binding < reported.length; binding++) {
                if (reported[binding] && running[binding] == null) {
                    due.add(binding);
                }
            }
        }
        return due;
    }

    private Namespace start(int binding) {
        Namespace namespace = open(binding, true);
        if (namespace == null) {
            throw new IllegalStateException("binding=" + bindings.get(binding) + " was not started");
        }
        return namespace;
    }

    /** Opens the cache, and makes it first if {@code create}; null when there is none. */
    private @Nullable Namespace open(int index, boolean create) {
        NamespaceBinding binding = bindings.get(index);
        for (int attempt = 0; attempt < OPEN_ATTEMPTS_MAX; attempt++) {
            long stopsBefore;
            synchronized (state) {
                stopsBefore = stops[index];
            }
            IgniteCache<Object, Object> cache = create ? caches.getOrCreate(binding) : caches.existing(binding);
            if (cache == null) {
                return null;
            }
            prepare();
            Namespace published = publish(index, stopsBefore, new Namespace(binding, cache));
            if (published != null) {
                return published;
            }
        }
        throw new YggdrasilException(Kind.RETRY, "cache=" + binding.name() + " stopped whenever it was opened");
    }

    /** What must be known before a namespace is used. */
    private void prepare() {
        try {
            order.load();
            // Ignite agrees on a class with the whole grid at its first use, which must not happen on an event loop.
            ignite.binary().toBinary(NO_KEY);
        } catch (RuntimeException e) {
            throw Failures.translate(ignite, "prepare the use of namespaces", e);
        }
    }

    /** Null when the cache stopped since {@code stopsBefore} was read. */
    private @Nullable Namespace publish(int index, long stopsBefore, Namespace opened) {
        synchronized (state) {
            if (stops[index] != stopsBefore) {
                return null;
            }
            Namespace already = running[index];
            if (already != null) {
                return already;
            }
            running[index] = opened;
        }
        rebuild();
        return opened;
    }

    private void rebuild() {
        synchronized (state) {
            view = new NamespaceView(running, prefixTables, order.configured());
        }
        listeners.forEach(Runnable::run);
    }
}
