package io.yggdrasil.ignite.internals;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.yggdrasil.ignite.mutation.CacheWatch;
import io.yggdrasil.ignite.mutation.MutationKind;
import io.yggdrasil.ignite.mutation.MutationListener;
import io.yggdrasil.tier.hot.ArraySink;
import io.yggdrasil.tier.hot.HotAdmission;
import io.yggdrasil.tier.hot.HotArena;
import io.yggdrasil.tier.hot.HotArenaConfig;
import io.yggdrasil.tier.hot.HotStatistics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import javax.cache.expiry.CreatedExpiryPolicy;
import javax.cache.expiry.Duration;
import javax.cache.processor.MutableEntry;
import org.apache.ignite.IgniteCache;
import org.apache.ignite.IgniteDataStreamer;
import org.apache.ignite.cache.CacheEntryProcessor;
import org.apache.ignite.cache.CacheEntryVersion;
import org.apache.ignite.cache.QueryEntity;
import org.apache.ignite.cache.query.SqlFieldsQuery;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Writers change rows through many doors while readers are served from the hot tier: no reader may be served less than
 * what was acknowledged before it asked, nor less than any reader had seen.
 *
 * <p>The writers of one key take turns, each writing one version more than the last, so that the history check is a
 * comparison: what a read returns must be the state after some version between the last one known when it began and the
 * last one begun when it ended. Keys share stripes and the rest runs freely, so mutations of a stripe do overlap.
 */
final class HotCopyCoherenceTest {
    private static final String CACHE = "cache";
    private static final int KEYS = 16;
    private static final int WRITERS = 2;
    private static final int READERS = 2;
    private static final int WRITES = 30_000;
    private static final long RUN_NANOS_MAX = TimeUnit.SECONDS.toNanos(6);
    private static final int VERSIONS_MAX = 1 << 20;
    private static final long ABSENT = 0;

    @TempDir
    private Path folder;

    /** What the test knows of one key. */
    private static final class Key {
        final String name;
        final int partition;
        final EntryKey entry;
        final Lock turn = new ReentrantLock();
        /** By version: whether the row may be absent after it, and whether it may be present. */
        final byte[] states = new byte[VERSIONS_MAX];

        volatile int begun;
        final AtomicInteger known = new AtomicInteger();

        Key(String name, int partition, EntryKey entry) {
            this.name = name;
            this.partition = partition;
            this.entry = entry;
            states[0] = MAY_BE_ABSENT;
        }

        /** Begins a version; an update without a policy of its own keeps the expiry time of the row that it replaces. */
        int begin(byte state) {
            int version = begun + 1;
            boolean inherits = states[begun] == EXPIRES && state == MAY_BE_PRESENT;
            states[version] = inherits ? EXPIRES : state;
            begun = version;
            return version;
        }

        void know(int version) {
            known.accumulateAndGet(version, Math::max);
        }
    }

    private static final byte MAY_BE_ABSENT = 1;
    private static final byte MAY_BE_PRESENT = 2;
    private static final byte EXPIRES = MAY_BE_ABSENT | MAY_BE_PRESENT;

    private final List<Key> keys = new ArrayList<>();
    private final AtomicInteger written = new AtomicInteger();
    private final AtomicInteger inPlace = new AtomicInteger();
    private HotArena arena;
    private EntryStore store;
    private IgniteCache<String, byte[]> cache;
    private WatchedNode node;
    private boolean hasTable;
    private long seed;
    private long deadline;
    private volatile boolean stopped;

    /** The listener dawdles between the change and the acknowledgement, where a copy is stale but not yet a lie. */
    @Test
    void inMemory_listening_neverStale() throws Exception {
        run(WatchedNode.named("memory"), true, true);
    }

    /** Nobody but the hot tier hears of updates: rows are also replaced in place. */
    @Test
    void inMemory_unobserved_neverStale() throws Exception {
        run(WatchedNode.named("unobserved"), false, false);
        assertTrue(inPlace.get() > 100, () -> "inPlace=" + inPlace);
    }

    @Test
    void persistent_neverStale() throws Exception {
        run(WatchedNode.named("persistent").persistentIn(folder), false, true);
    }

    private void run(WatchedNode.Builder builder, boolean listening, boolean indexed) throws Exception {
        hasTable = indexed;
        seed = Long.getLong("seed", System.nanoTime());
        System.out.println("HotCopyCoherenceTest -Dseed=" + seed);
        try (HotArena hot = new HotArena(HotArenaConfig.of(1 << 20), HotAdmission.READ_SINCE);
                WatchedNode started = builder.hotTier(new HotCopies(hot)).start()) {
            arena = hot;
            node = started;
            cache = node.cache(WatchedNode.<byte[]>configuration(CACHE)
                    .setQueryEntities(
                            indexed
                                    ? List.of(new QueryEntity(String.class, byte[].class).setTableName("Payload"))
                                    : List.of()));
            store = EntryStore.open(node.ignite(), CACHE, ExchangeEpoch.start(node.ignite()));
            for (int i = 0; i < KEYS; i++) {
                String name = "key" + i;
                int partition = node.ignite().affinity(CACHE).partition(name);
                byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
                keys.add(new Key(name, partition, store.key(bytes, 0, bytes.length, partition)));
            }
            Recorder recorder = listening ? node.record(CACHE) : null;
            if (recorder != null) {
                CacheWatch watch = node.mutations().watch(CACHE);
                watch.removeAccessListener(recorder); // Where somebody hears of reads, they take the ordinary way.
                watch.addMutationListener(new Dawdler());
            }
            runThreads();
            if (recorder != null) {
                recorder.assertNoFaults();
                assertEquals(node.versions(CACHE), recorder.versions());
            }
            HotStatistics statistics = arena.statistics();
            System.out.println("written=" + written + " " + statistics);
            assertTrue(written.get() > 100, () -> "written=" + written);
            assertTrue(statistics.hits() > 1_000, statistics::toString);
            assertTrue(statistics.refusedOvertaken() + statistics.invalidated() > 100, statistics::toString);
        }
    }

    private void runThreads() throws Exception {
        deadline = System.nanoTime() + RUN_NANOS_MAX;
        ExecutorService threads = Executors.newFixedThreadPool(WRITERS + READERS);
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            SplittableRandom random = new SplittableRandom(seed + i);
            all.add(CompletableFuture.runAsync(() -> write(random), threads));
        }
        for (int i = 0; i < READERS; i++) {
            SplittableRandom random = new SplittableRandom(seed - 1 - i);
            all.add(CompletableFuture.runAsync(() -> read(random), threads));
        }
        for (CompletableFuture<Void> one : all) {
            one.whenComplete((nothing, failure) -> stopped |= failure != null);
        }
        threads.shutdown();
        assertTrue(threads.awaitTermination(60, TimeUnit.SECONDS));
        for (CompletableFuture<Void> one : all) {
            one.join();
        }
    }

    private boolean goesOn() {
        return !stopped && written.get() < WRITES && System.nanoTime() < deadline;
    }

    // ---- readers ----

    private void read(SplittableRandom random) {
        EntryRow row = new EntryRow();
        TieredReader reader = new TieredReader();
        while (goesOn()) {
            Key key = keys.get(random.nextInt(KEYS));
            int known = key.known.get();
            long version = random.nextInt(8) == 0 ? readRow(key, row) : readHot(key, reader, row);
            int begun = key.begun;
            int fits = -1;
            if (version == ABSENT) {
                for (int v = known; v <= begun && fits < 0; v++) {
                    fits = (key.states[v] & MAY_BE_ABSENT) != 0 ? v : -1;
                }
            } else if (version >= known && version <= begun && (key.states[(int) version] & MAY_BE_PRESENT) != 0) {
                fits = (int) version;
            }
            if (fits < 0) {
                throw new AssertionError("stale read of " + key.name + ": version=" + version + " known=" + known
                        + " begun=" + begun + " seed=" + seed);
            }
            key.know(fits);
        }
    }

    private long readHot(Key key, TieredReader reader, EntryRow row) {
        byte[] name = key.name.getBytes(StandardCharsets.UTF_8);
        ArraySink sink = new ArraySink();
        return switch (reader.read(store, name, 0, name.length, key.partition, System.currentTimeMillis(), sink)) {
            case FOUND -> version(sink.toBytes());
            case MISSING, EXPIRED -> ABSENT;
            case UNSUPPORTED, ROOT -> readRow(key, row);
        };
    }

    private long readRow(Key key, EntryRow row) {
        assertTrue(store.read(key.entry, System.currentTimeMillis(), row));
        return row.isPresent() ? version((byte[]) row.value()) : ABSENT;
    }

    /** A version as a value: its digits, now and then with many zeros in front, so that rows change their size. */
    private static byte[] value(int version) {
        String digits = String.valueOf(version);
        return ("0".repeat(version % 16 == 0 ? version % 700 : 0) + digits).getBytes(StandardCharsets.US_ASCII);
    }

    private static long version(byte[] value) {
        return Long.parseLong(new String(value, StandardCharsets.US_ASCII));
    }

    // ---- writers ----

    private void write(SplittableRandom random) {
        EntryScope scope = new EntryScope();
        while (goesOn()) {
            Key key = keys.get(random.nextInt(KEYS));
            if (random.nextInt(2_000) == 0) {
                clearEverything();
            } else if (random.nextInt(20) == 0) {
                putBatch(random.nextInt(KEYS - 4));
            } else {
                key.turn.lock();
                try {
                    writeOne(key, door(random), scope);
                } finally {
                    key.turn.unlock();
                }
            }
            written.incrementAndGet();
        }
    }

    /** One of the doors below; the streamer, which takes a thousand times as long as the others, seldom. */
    private static int door(SplittableRandom random) {
        int door = random.nextInt(13);
        return door == 5 && random.nextInt(50) != 0 ? 0 : door;
    }

    private void writeOne(Key key, int door, EntryScope scope) {
        byte state = switch (door) {
            case 0, 1, 2, 3, 4, 5, 6 -> MAY_BE_PRESENT;
            case 7 -> EXPIRES;
            default -> MAY_BE_ABSENT;
        };
        int version = key.begin(state);
        byte[] value = value(version);
        switch (door) {
            case 0 -> putInPlace(key, value);
            case 1 -> cache.getAndPut(key.name, value);
            case 2 -> cache.invoke(key.name, new Store(value));
            case 3 -> {
                if (!cache.replace(key.name, value)) {
                    cache.putIfAbsent(key.name, value);
                }
            }
            case 4 -> merge(key.name, value);
            case 5 -> stream(key.name, value);
            case 6 -> inScope(scope, key, value);
            case 7 ->
                cache.withExpiryPolicy(new CreatedExpiryPolicy(new Duration(TimeUnit.MILLISECONDS, 3)))
                        .put(key.name, value);
            case 8 -> cache.remove(key.name);
            case 9 -> delete(key.name);
            case 10 -> cache.clear(key.name);
            case 11 -> inScope(scope, key, null);
            default -> cache.localClear(key.name);
        }
        key.know(version);
    }

    /** Where rows cannot be replaced in place, or not this one, the ordinary way is another door. */
    private void putInPlace(Key key, byte[] value) {
        if (new InPlacePut().put(key.entry, value, store.view())) {
            inPlace.incrementAndGet();
        } else {
            cache.put(key.name, value);
        }
    }

    private void merge(String name, byte[] value) {
        if (hasTable) {
            query("merge into Payload (_key, _val) values (?, ?)", name, value);
        } else {
            cache.put(name, value);
        }
    }

    private void delete(String name) {
        if (hasTable) {
            query("delete from Payload where _key = ?", name);
        } else {
            cache.remove(name);
        }
    }

    private void query(String sql, Object... arguments) {
        cache.query(new SqlFieldsQuery(sql).setArgs(arguments)).getAll();
    }

    private void stream(String name, byte[] value) {
        try (IgniteDataStreamer<String, byte[]> streamer = node.ignite().dataStreamer(CACHE)) {
            streamer.allowOverwrite(true);
            streamer.addData(name, value);
        }
    }

    private static void inScope(EntryScope scope, Key key, byte[] value) {
        int index = scope.add(key.entry);
        assertEquals(EntryScope.Opening.OPEN, scope.open());
        try {
            if (value == null) {
                scope.removeAny(index);
            } else {
                scope.put(index, value, 0, System.currentTimeMillis());
            }
        } finally {
            scope.close();
        }
    }

    private void putBatch(int first) {
        List<Key> batch = keys.subList(first, first + 4);
        batch.forEach(key -> key.turn.lock());
        try {
            Map<String, byte[]> rows = new TreeMap<>();
            batch.forEach(key -> rows.put(key.name, value(key.begin(MAY_BE_PRESENT))));
            cache.putAll(rows);
            batch.forEach(key -> key.know(key.begun));
        } finally {
            batch.forEach(key -> key.turn.unlock());
        }
    }

    private void clearEverything() {
        keys.forEach(key -> key.turn.lock());
        try {
            keys.forEach(key -> key.begin(MAY_BE_ABSENT));
            cache.clear();
            keys.forEach(key -> key.know(key.begun));
        } finally {
            keys.forEach(key -> key.turn.unlock());
        }
    }

    private record Store(byte[] value) implements CacheEntryProcessor<String, byte[], Object> {
        @Override
        public Object process(MutableEntry<String, byte[]> entry, Object... arguments) {
            entry.setValue(value);
            return null;
        }
    }

    private static final class Dawdler implements MutationListener {
        @Override
        public void onMutation(
                MutationKind kind,
                int cacheId,
                int partition,
                Object key,
                int keyHash,
                CacheEntryVersion version,
                long expireTime,
                int bytes,
                int previousBytes) {
            if ((version.order() & 3) == 0) {
                Thread.yield();
            }
        }

        @Override
        public void onPartitionMutation(MutationKind kind, int cacheId, int partition) {
            Thread.yield();
        }
    }
}
