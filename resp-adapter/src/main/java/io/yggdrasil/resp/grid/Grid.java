package io.yggdrasil.resp.grid;

import io.yggdrasil.ignite.Namespace;
import io.yggdrasil.ignite.NamespaceBinding;
import io.yggdrasil.ignite.Namespaces;
import io.yggdrasil.ignite.Yggdrasil;
import io.yggdrasil.ignite.YggdrasilException;
import io.yggdrasil.ignite.eviction.Eviction;
import io.yggdrasil.ignite.internals.EntryKey;
import io.yggdrasil.ignite.internals.EntryStore;
import io.yggdrasil.ignite.internals.ExchangeEpoch;
import io.yggdrasil.ignite.internals.PartitionView;
import io.yggdrasil.ignite.slot.Slots;
import io.yggdrasil.resp.keyspace.OutOfMemoryException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.ignite.Ignite;
import org.apache.ignite.cache.CacheWriteSynchronizationMode;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The databases of one node. A database is started when it is first needed; what needs it meanwhile asks again.
 *
 * <p>Threads: any; look-ups never block.
 */
public final class Grid implements AutoCloseable {
    /** Number of databases. */
    public static final int DATABASES = Namespaces.DATABASES;

    /** For how long it is taken for granted that there is no room for another database. */
    private static final long LACK_OF_ROOM_NANOS = 200_000_000L;

    private static final Logger LOG = LoggerFactory.getLogger(Grid.class);

    /** A node that has no room for so much more counts as full. */
    private static final int SMALL_BYTES = 4 << 10;

    private final Ignite ignite;
    private final Namespaces namespaces;
    private final Eviction eviction;
    private final ExchangeEpoch epoch;
    private final Executor workers;
    private final Map<String, EntryStore> stores = new ConcurrentHashMap<>();
    private final Map<String, Integer> bindingNumbers = new HashMap<>();
    private final AtomicBoolean starting = new AtomicBoolean();
    private volatile long lackOfRoomNanos;
    private final EncodingMemory encodings = new EncodingMemory();
    private volatile WriteListener writeListener = WriteListener.NOBODY;
    private final LastUse lastUse = new LastUse(System.currentTimeMillis());
    private final FieldExpiry fieldExpiry;
    private volatile boolean holdsExpiry;

    /** Opens the databases of a started node; {@code workers} runs what blocks. */
    public Grid(Ignite ignite, Executor workers) {
        this.ignite = ignite;
        this.namespaces = Yggdrasil.of(ignite).namespaces();
        this.eviction = Yggdrasil.of(ignite).eviction();
        this.epoch = ExchangeEpoch.start(ignite);
        this.workers = workers;
        this.fieldExpiry = new FieldExpiry(this);
        for (NamespaceBinding binding : namespaces.bindings()) {
            bindingNumbers.put(binding.name(), bindingNumbers.size());
        }
        if (bindingNumbers.size() > ScanCursor.BINDINGS_MAX) {
            throw new YggdrasilException(
                    YggdrasilException.Kind.USER,
                    "namespaces=" + bindingNumbers.size() + " are more than " + ScanCursor.BINDINGS_MAX);
        }
    }

    /** The node. */
    public Ignite ignite() {
        return ignite;
    }

    /** The namespaces behind the databases. */
    public Namespaces namespaces() {
        return namespaces;
    }

    Eviction eviction() {
        return eviction;
    }

    EncodingMemory encodings() {
        return encodings;
    }

    LastUse lastUse() {
        return lastUse;
    }

    /** Who hears of keys that commands write here. */
    public WriteListener writeListener() {
        return writeListener;
    }

    /** Sets who hears of keys that commands write here; before the first command runs. */
    public void writeListener(WriteListener listener) {
        writeListener = listener;
    }

    /** Says whether keys that have expired are to stay where they are. */
    public void holdExpiry(boolean on) {
        holdsExpiry = on;
    }

    boolean holdsExpiry() {
        return holdsExpiry;
    }

    /** What removes fields of hashes whose time is over. */
    public FieldExpiry fieldExpiry() {
        return fieldExpiry;
    }

    /** Counts changes of ownership. */
    public ExchangeEpoch epoch() {
        return epoch;
    }

    /** Starts a database and waits until it is there. */
    public EntryStore start(int database) {
        return store(namespaces.database(database));
    }

    /**
     * Whether no started database has room for more data on this node. Where some are bound to a region of their own, one
     * full region is no reason to refuse what goes to another.
     */
    public boolean isFull() {
        boolean any = false;
        for (EntryStore store : stores.values()) {
            if (!store.isStopped()) {
                if (!store.isFull(SMALL_BYTES)) {
                    return false;
                }
                any = true;
            }
        }
        return any;
    }

    /** The store of the namespace that a key belongs to, or null while it is not started. */
    @Nullable
    EntryStore store(int database, byte[] key, int offset, int length) {
        Namespace namespace = namespaces.ofIfStarted(database, key, offset, length);
        return namespace == null ? null : store(namespace);
    }

    /** Starts the namespace that a key belongs to and waits until it is there. */
    EntryStore start(int database, byte[] key, int offset, int length) {
        return store(namespaces.of(database, key, offset, length));
    }

    /** Every started store of a database, in the order of their bindings. */
    List<BoundStore> stores(int database) {
        List<BoundStore> started = new ArrayList<>();
        Namespace whole = namespaces.databaseIfStarted(database);
        if (whole != null) {
            started.add(bound(whole));
        }
        for (Namespace prefix : namespaces.prefixes(database)) {
            started.add(bound(prefix));
        }
        started.sort(Comparator.comparingInt(BoundStore::binding));
        return started;
    }

    /** Visits every started namespace with the number of its keys of which this node is the primary. */
    public void forEachStarted(NamespaceVisitor visitor) {
        for (int database = 0; database < DATABASES; database++) {
            for (BoundStore bound : stores(database)) {
                PartitionView view = bound.store().view();
                String name = namespaces.bindings().get(bound.binding()).name();
                visitor.visit(name, bound.store(), view == null ? 0 : bound.size(view));
            }
        }
    }

    /** Told of started namespaces. */
    @FunctionalInterface
    public interface NamespaceVisitor {
        /** One namespace: its name, its store, its keys. */
        void visit(String name, EntryStore store, long keys);
    }

    /** Who owns the partitions of a database; null while that is being decided or the database is not started. */
    public @Nullable PartitionView ownership(int database) {
        Namespace whole = namespaces.databaseIfStarted(database);
        return whole == null ? null : store(whole).view();
    }

    /**
     * The topology by which the started namespaces of a database are owned: nodes that answer the same agree on who owns
     * what. A {@code RETRY} error while it is being decided.
     */
    public String topology(int database) {
        StringBuilder out = new StringBuilder();
        for (BoundStore bound : stores(database)) {
            out.append(bound.binding())
                    .append(':')
                    .append(bound.view().topology())
                    .append(' ');
        }
        return out.toString();
    }

    /** The cursor at which a scan of a database begins with the given key. */
    public long cursorOf(int database, byte[] key) {
        Namespace namespace = namespaces.ofIfStarted(database, key, 0, key.length);
        if (namespace == null) {
            throw new YggdrasilException(YggdrasilException.Kind.RETRY, "a namespace of the database was stopped");
        }
        BoundStore bound = bound(namespace);
        int partition = Slots.partition(Slots.slot(key, 0, key.length));
        EntryKey entry = bound.store().key(key, 0, key.length, partition);
        return new ScanCursor(bound.binding(), partition, entry.order()).encode();
    }

    /** A {@code RESOURCE} error, in Redis's words, when every node that had the partition is gone. */
    public static void requireNotLost(PartitionView view, int partition) {
        if (view.isLost(partition)) {
            throw new YggdrasilException(YggdrasilException.Kind.RESOURCE, "Hash slot not served");
        }
    }

    /** The ids of the caches that hold a database. */
    public List<Integer> cacheIds(int database) {
        return stores(database).stream().map(bound -> bound.store().id()).toList();
    }

    /** The store of the namespace that a key belongs to; null while it is not started, which it will be soon. */
    public @Nullable EntryStore storeOrRequest(int database, byte[] key) {
        EntryStore store = store(database, key, 0, key.length);
        if (store == null) {
            requestStart(database, key);
        }
        return store;
    }

    /** Whether other nodes are primaries too; a {@code RETRY} error while that is being decided. */
    public boolean isSpread() {
        for (int database = 0; database < DATABASES; database++) {
            for (BoundStore bound : stores(database)) {
                if (!bound.view().isAllLocal()) {
                    return true;
                }
            }
        }
        return false;
    }

    /** The started store, of keys or of nodes, of the cache with the given id, or null. */
    public @Nullable EntryStore storeOf(int cacheId) {
        for (int database = 0; database < DATABASES; database++) {
            for (BoundStore bound : stores(database)) {
                if (bound.store().id() == cacheId) {
                    return bound.store();
                }
                if (bound.store().nodes().id() == cacheId) {
                    return bound.store().nodes();
                }
            }
        }
        return null;
    }

    private BoundStore bound(Namespace namespace) {
        Integer binding = bindingNumbers.get(namespace.name());
        if (binding == null) {
            throw new IllegalStateException("namespace=" + namespace.name() + " has no binding");
        }
        return new BoundStore(binding, store(namespace));
    }

    /** How many other nodes hold every acknowledged write of a database that this node is the primary of. */
    int copiesElsewhere(int database) {
        Namespace whole = namespaces.databaseIfStarted(database);
        if (whole == null || whole.policy().writeSynchronizationMode() != CacheWriteSynchronizationMode.FULL_SYNC) {
            return 0;
        }
        PartitionView view = bound(whole).view();
        int copies = Integer.MAX_VALUE;
        for (int p = view.nextLocal(0); p >= 0; p = view.nextLocal(p + 1)) {
            copies = Math.min(copies, view.owners(p).size() - 1);
        }
        return copies == Integer.MAX_VALUE ? 0 : copies;
    }

    /** The store of a running namespace. */
    EntryStore store(Namespace namespace) {
        EntryStore store = stores.get(namespace.cacheName());
        if (store != null && !store.isStopped()) {
            return store;
        }
        return stores.compute(
                namespace.cacheName(),
                (name, known) -> known == null || known.isStopped() ? EntryStore.open(ignite, name, epoch) : known);
    }

    /**
     * Starts the namespace of a key in the background; one at a time. A {@code RESOURCE} error in Redis's words for full
     * memory when there was no room for one a moment ago.
     */
    void requestStart(int database, byte[] key) {
        long lack = lackOfRoomNanos;
        if (lack != 0 && System.nanoTime() - lack < LACK_OF_ROOM_NANOS) {
            throw new YggdrasilException(
                    YggdrasilException.Kind.RESOURCE, String.valueOf(new OutOfMemoryException().getMessage()));
        }
        if (!starting.compareAndSet(false, true)) {
            return;
        }
        workers.execute(() -> {
            try {
                start(database, key, 0, key.length);
                lackOfRoomNanos = 0;
            } catch (RuntimeException e) {
                LOG.warn("Database {} could not be started: {}", database, e.toString());
                if (e instanceof YggdrasilException y && y.kind() == YggdrasilException.Kind.RESOURCE) {
                    lackOfRoomNanos = System.nanoTime() | 1;
                }
            } finally {
                starting.set(false);
            }
        });
    }

    @Override
    public void close() {
        fieldExpiry.close();
        epoch.stop();
    }
}
