package io.yggdrasil.ignite.internals;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Lock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.cache.expiry.CreatedExpiryPolicy;
import javax.cache.expiry.Duration;
import org.apache.ignite.IgniteCache;
import org.apache.ignite.cache.CacheInterceptorAdapter;
import org.apache.ignite.cache.QueryEntity;
import org.apache.ignite.cache.query.ContinuousQuery;
import org.apache.ignite.cache.query.QueryCursor;
import org.apache.ignite.cache.query.ScanQuery;
import org.apache.ignite.configuration.CacheConfiguration;
import org.apache.ignite.internal.processors.cache.GridCacheContext;
import org.apache.ignite.internal.processors.cache.distributed.dht.topology.GridDhtLocalPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows are replaced in place where that is the same as an update through the entry, and nowhere else. */
final class InPlacePutTest {
    private static final byte[] OLD = bytes("old value");
    private static final byte[] NEW = bytes("new value");

    private static WatchedNode node;
    private static IgniteCache<String, Object> cache;
    private static EntryStore store;

    @BeforeAll
    static void start() {
        node = WatchedNode.named("in-place").start();
        cache = node.cache(WatchedNode.<Object>configuration("rows"));
        store = open("rows");
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    /** The tests start and stop caches, and ownership is being decided for a moment then. */
    @BeforeEach
    void awaitOwnership() {
        EntryKey key = key(store, "any");
        try (EntryScope scope = new EntryScope()) {
            WatchedNode.await("ownership", () -> {
                scope.close();
                scope.add(key);
                return store.view() != null && scope.open() == EntryScope.Opening.OPEN;
            });
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static EntryStore open(String name) {
        return EntryStore.open(node.ignite(), name, ExchangeEpoch.start(node.ignite()));
    }

    private static EntryKey key(EntryStore of, String name) {
        int partition = node.ignite().affinity(of.name()).partition(name);
        return of.key(bytes(name), 0, bytes(name).length, partition);
    }

    private static boolean replace(EntryStore of, String name, Object value) {
        return new InPlacePut().put(key(of, name), value, WatchedNode.awaitView(of));
    }

    private static EntryRow read(EntryKey key) {
        EntryRow row = new EntryRow();
        assertTrue(key.store().read(key, System.currentTimeMillis(), row));
        return row;
    }

    private static void put(EntryKey key, byte[] value) {
        try (EntryScope scope = new EntryScope()) {
            int index = scope.add(key);
            assertEquals(EntryScope.Opening.OPEN, scope.open());
            scope.put(index, value, 0, System.currentTimeMillis());
        }
    }

    @Test
    void put_rowOfTheSameLength_replacesValueAndVersionAndMovesStampAndCounter() {
        cache.put("same", OLD);
        EntryKey key = key(store, "same");
        Object version = read(key).version();
        long stamp = store.stamp(key);
        long counter = counter(key);
        InPlacePut inPlace = new InPlacePut();
        assertTrue(inPlace.put(key, NEW, store.view()));
        assertArrayEquals(NEW, (byte[]) read(key).value());
        assertArrayEquals(NEW, (byte[]) cache.get("same"));
        assertNotEquals(version, read(key).version());
        assertEquals(inPlace.version(), read(key).version());
        assertNotEquals(stamp, store.stamp(key));
        assertEquals(counter + 1, counter(key));
        assertEquals(
                1,
                cache.query(new ScanQuery<String, Object>((k, v) -> k.equals("same")))
                        .getAll()
                        .size());
    }

    private static long counter(EntryKey key) {
        GridDhtLocalPartition partition = store.topology().localPartition(key.partition());
        return partition.updateCounter();
    }

    @Test
    void put_rowsThatCannotTakeIt_changesNothing() {
        assertFalse(replace(store, "absent", NEW));
        assertFalse(cache.containsKey("absent"));
        cache.put("longer", bytes("longer value"));
        cache.put("text", "new value");
        cache.put("large", new byte[10_000]);
        cache.withExpiryPolicy(new CreatedExpiryPolicy(Duration.ONE_HOUR)).put("expires", OLD);
        for (String name : List.of("longer", "text", "large", "expires")) {
            EntryKey key = key(store, name);
            Object version = read(key).version();
            long stamp = store.stamp(key);
            assertFalse(replace(store, name, name.equals("large") ? new byte[10_000] : NEW), name);
            assertEquals(version, read(key).version(), name);
            assertEquals(stamp, store.stamp(key), name);
        }
        cache.put("same length", OLD);
        assertFalse(replace(store, "same length", "a string"));
        assertFalse(replace(store, "same length", 7L));
    }

    @Test
    void put_removedRow_changesNothing() {
        cache.put("removed", OLD);
        cache.remove("removed");
        assertFalse(replace(store, "removed", NEW));
        assertFalse(cache.containsKey("removed"));
    }

    @Test
    void put_manyAttemptsInVain_triesSeldom() {
        InPlacePut inPlace = new InPlacePut();
        EntryKey absent = key(store, "never there");
        for (int i = 0; i < 20; i++) {
            assertFalse(inPlace.put(absent, NEW, store.view()));
        }
        cache.put("there", OLD);
        int tries = 1;
        while (!inPlace.put(key(store, "there"), NEW, store.view())) {
            tries++;
        }
        assertTrue(tries > 1 && tries <= 65, "tries=" + tries);
        assertTrue(inPlace.put(key(store, "there"), OLD, store.view()));
    }

    @Test
    void put_whoeverIsToHearOfUpdates_isLeftToTheOrdinaryWay() {
        assertRefused("listened", configuration -> {}, () -> {
            node.record("listened");
            return () -> {};
        });
        assertRefused("queried", configuration -> {}, () -> {
            QueryCursor<?> query = node.ignite()
                    .<String, Object>cache("queried")
                    .query(new ContinuousQuery<String, Object>().setLocalListener(events -> {}));
            return query::close;
        });
        assertRefused("counted", configuration -> configuration.setStatisticsEnabled(true), () -> () -> {});
        assertRefused(
                "intercepted",
                configuration -> configuration.setInterceptor(new CacheInterceptorAdapter<>()),
                () -> () -> {});
        assertRefused(
                "indexed",
                configuration -> configuration.setQueryEntities(List.of(new QueryEntity(String.class, byte[].class))),
                () -> () -> {});
    }

    private static void assertRefused(
            String name, Consumer<CacheConfiguration<String, Object>> tuning, Supplier<Runnable> watching) {
        CacheConfiguration<String, Object> configuration = WatchedNode.configuration(name);
        tuning.accept(configuration);
        IgniteCache<String, Object> watched = node.cache(configuration);
        EntryStore of = open(name);
        watched.put("key", OLD);
        Runnable end = watching.get();
        assertFalse(replace(of, "key", NEW), name);
        assertArrayEquals(OLD, (byte[]) watched.get("key"), name);
        end.run();
    }

    @Test
    void put_persistentRow_isLeftToTheOrdinaryWay(@TempDir Path folder) {
        try (WatchedNode disk = WatchedNode.named("disk").persistentIn(folder).start()) {
            IgniteCache<String, Object> onDisk = disk.cache(WatchedNode.<Object>configuration("disk"));
            onDisk.put("key", OLD);
            EntryStore of = EntryStore.open(disk.ignite(), "disk", ExchangeEpoch.start(disk.ignite()));
            int partition = disk.ignite().affinity("disk").partition("key");
            EntryKey key = of.key(bytes("key"), 0, 3, partition);
            assertFalse(new InPlacePut().put(key, NEW, of.view()));
            assertArrayEquals(OLD, (byte[]) onDisk.get("key"));
        }
    }

    /** While a scope is open its row stands still; without the look at the heap entries this fails at once. */
    @Test
    void stay_severalPuts_keepsItsLocksUntilLeft() throws Exception {
        cache.put("stay 1", OLD);
        cache.put("stay 2", OLD);
        InPlacePut inPlace = new InPlacePut();
        inPlace.stay(true);
        PartitionView view = store.view();
        assertTrue(inPlace.put(key(store, "stay 1"), NEW, view));
        assertTrue(inPlace.put(key(store, "stay 2"), NEW, view));
        assertFalse(tryListen());
        inPlace.leave();
        assertTrue(tryListen());
        assertTrue(inPlace.put(key(store, "stay 1"), OLD, store.view()));
        inPlace.stay(false);
        assertTrue(tryListen());
        assertArrayEquals(OLD, (byte[]) cache.get("stay 1"));
        assertArrayEquals(NEW, (byte[]) cache.get("stay 2"));
    }

    /** Whether another thread gets what a new listener needs; it is held together with what a change of owners needs. */
    private static boolean tryListen() throws Exception {
        Lock lock = store.context().group().listenerLock().writeLock();
        return CompletableFuture.supplyAsync(() -> {
                    boolean locked = lock.tryLock();
                    if (locked) {
                        lock.unlock();
                    }
                    return locked;
                })
                .get();
    }

    @Test
    void put_besideScopes_neverChangesARowUnderItsLock() throws Exception {
        EntryKey key = key(store, "contended");
        put(key, new byte[100]);
        AtomicBoolean over = new AtomicBoolean();
        CompletableFuture<Integer> replacing = CompletableFuture.supplyAsync(() -> {
            InPlacePut inPlace = new InPlacePut();
            byte[] value = new byte[100];
            int done = 0;
            for (int i = 0; !over.get(); i++) {
                Arrays.fill(value, (byte) i);
                done += inPlace.put(key, value, store.view()) ? 1 : 0;
            }
            return done;
        });
        try (EntryScope scope = new EntryScope()) {
            for (int i = 0; i < 20_000 && !replacing.isDone(); i++) {
                int index = scope.add(key);
                assertEquals(EntryScope.Opening.OPEN, scope.open());
                EntryRow before = read(key);
                byte[] value = (byte[]) before.value();
                for (byte b : value) {
                    assertEquals(value[0], b);
                }
                Object version = before.version();
                Thread.onSpinWait();
                assertEquals(version, read(key).version());
                scope.close();
            }
        } finally {
            over.set(true);
        }
        assertTrue(replacing.get() > 100);
    }

    @Test
    void heapEntries_ofCache_areThoseThatTheScopeLocks() {
        cache.put("held", OLD);
        EntryKey key = key(store, "held");
        GridCacheContext<?, ?> context = store.context();
        GridDhtLocalPartition partition = store.topology().localPartition(key.partition());
        try (EntryScope scope = new EntryScope()) {
            scope.add(key);
            assertEquals(EntryScope.Opening.OPEN, scope.open());
            assertTrue(HeapEntries.of(partition, context.cacheIdBoxed()).containsKey(key.object()));
            assertFalse(CompletableFuture.supplyAsync(() -> replace(store, "held", NEW))
                    .join());
        }
        assertTrue(replace(store, "held", NEW));
    }
}
