package io.yggdrasil.ignite.internals;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.yggdrasil.ignite.Namespace;
import io.yggdrasil.ignite.TestGrid;
import io.yggdrasil.ignite.Yggdrasil;
import io.yggdrasil.ignite.slot.Keys;
import io.yggdrasil.ignite.slot.Slots;
import io.yggdrasil.tier.hot.HotSink;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.cache.expiry.CreatedExpiryPolicy;
import javax.cache.expiry.Duration;
import org.apache.ignite.Ignite;
import org.apache.ignite.IgniteCache;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Entries read and written near the metal are the same entries that Ignite's API sees. */
class EntryStoreTest {
    private static final TestGrid GRID = new TestGrid();

    private static IgniteCache<Object, Object> cache;
    private static EntryStore store;
    private static ExchangeEpoch epoch;

    @BeforeAll
    static void start() {
        Ignite node = GRID.startServer();
        Namespace namespace = Yggdrasil.of(node).namespaces().database(0);
        cache = namespace.cache();
        epoch = ExchangeEpoch.start(node);
        store = EntryStore.open(node, namespace.cacheName(), epoch);
    }

    @AfterAll
    static void stop() {
        epoch.stop();
        GRID.close();
    }

    private static EntryKey key(byte[] bytes) {
        return store.key(bytes, 0, bytes.length, Slots.partition(Slots.slot(bytes)));
    }

    private static EntryKey key(String text) {
        return key(text.getBytes(UTF_8));
    }

    private static EntryRow read(EntryKey key) {
        EntryRow row = new EntryRow();
        assertTrue(store.read(key, System.currentTimeMillis(), row));
        return row;
    }

    private static void put(EntryKey key, byte[] value, long expireTime) {
        try (EntryScope scope = new EntryScope()) {
            int index = scope.add(key);
            assertEquals(EntryScope.Opening.OPEN, scope.open());
            scope.put(index, value, expireTime, System.currentTimeMillis());
            assertFalse(scope.hasAcks());
        }
    }

    /** What the short way reads; null when it finds nothing or leaves it to the ordinary way. */
    private static byte[] copyOf(String key, RowReader.Outcome expected) {
        byte[][] out = new byte[1][];
        RowReader.Outcome outcome = readShort(key, new HotSink() {
            @Override
            public int open(int length) {
                out[0] = new byte[length + 3];
                return 3;
            }

            @Override
            public byte[] array() {
                return out[0];
            }
        });
        assertEquals(expected, outcome, key);
        return out[0] == null ? null : java.util.Arrays.copyOfRange(out[0], 3, out[0].length);
    }

    private static RowReader.Outcome readShort(String key, HotSink sink) {
        byte[] bytes = key.getBytes(UTF_8);
        int partition = Slots.partition(Slots.slot(bytes));
        return new RowReader().read(store, bytes, 0, bytes.length, partition, System.currentTimeMillis(), sink);
    }

    @Test
    void put_anyKey_isSeenByTheApiUnderTheSameKey() {
        byte[][] keys = {
            "ascii".getBytes(UTF_8), "zwölf".getBytes(UTF_8), {(byte) 0xff, 0, 1}, {}, "{tag}x".getBytes(UTF_8)
        };
        for (byte[] bytes : keys) {
            put(key(bytes), new byte[] {1, 2, 3}, 0);
            assertArrayEquals(new byte[] {1, 2, 3}, (byte[]) cache.get(Keys.key(bytes)));
            assertArrayEquals(new byte[] {1, 2, 3}, (byte[]) read(key(bytes)).value());
            cache.remove(Keys.key(bytes));
            assertFalse(read(key(bytes)).isPresent());
        }
    }

    @Test
    void read_valueOfTheApi_givesItAsItIs() {
        cache.put("foreign", "text");
        assertEquals("text", read(key("foreign")).value());
        assertNull(copyOf("foreign", RowReader.Outcome.UNSUPPORTED));
    }

    @Test
    void rowReader_valuesOfManySizes_copiesThemOrLeavesThem() {
        Random random = new Random(7);
        for (int size : new int[] {0, 1, 100, 3000, 4000, 4060, 5000, 8100, 100_000, 128 << 10, 200_000}) {
            byte[] value = new byte[size];
            random.nextBytes(value);
            put(key("size" + size), value, 0);
            boolean copied = size <= 128 << 10;
            byte[] copy = copyOf("size" + size, copied ? RowReader.Outcome.FOUND : RowReader.Outcome.UNSUPPORTED);
            assertArrayEquals(copied ? value : null, copy);
            assertArrayEquals(value, (byte[]) read(key("size" + size)).value());
        }
        assertNull(copyOf("no such key", RowReader.Outcome.MISSING));
        assertNull(copyOf("ä", RowReader.Outcome.UNSUPPORTED));
    }

    @Test
    void rowReader_keyAndValueOfEveryLengthAroundAPage_putsTheFragmentsTogether() {
        Random random = new Random(11);
        for (int length = 3_900; length < 4_200; length++) {
            String name = "k".repeat(1 + length % 97);
            byte[] value = new byte[length * (1 + length % 3)];
            random.nextBytes(value);
            put(key(name), value, 0);
            assertArrayEquals(value, copyOf(name, RowReader.Outcome.FOUND), name + " of " + value.length);
        }
    }

    @Test
    void rowReader_expiredFragments_areNotCopied() {
        long soon = System.currentTimeMillis() + 300;
        put(key("large and short-lived"), new byte[20_000], soon);
        TestGrid.await("expired", () -> System.currentTimeMillis() > soon);
        RowReader.Outcome outcome = readShort("large and short-lived", new HotSink() {
            @Override
            public int open(int length) {
                throw new AssertionError("length=" + length);
            }

            @Override
            public byte[] array() {
                throw new AssertionError("not opened");
            }
        });
        assertTrue(outcome == RowReader.Outcome.EXPIRED || outcome == RowReader.Outcome.MISSING, "" + outcome);
    }

    @Test
    void expiry_setHere_isTheEntrysOwn() {
        long now = System.currentTimeMillis();
        put(key("dies"), new byte[] {1}, now + 3_000);
        assertEquals(now + 3_000, read(key("dies")).expireTime());
        EntryRow later = new EntryRow();
        store.read(key("dies"), now + 3_000, later);
        assertFalse(later.isPresent());
        put(key("dies"), new byte[] {2}, EntryScope.KEEP_EXPIRE_TIME);
        assertEquals(now + 3_000, read(key("dies")).expireTime());
        put(key("dies"), new byte[] {3}, 0);
        assertEquals(0, read(key("dies")).expireTime());
        put(key("soon"), new byte[] {1}, System.currentTimeMillis() + 20);
        TestGrid.await("expired for the API", () -> cache.get("soon") == null);
        cache.withExpiryPolicy(new CreatedExpiryPolicy(new Duration(TimeUnit.HOURS, 1)))
                .put("theirs", new byte[] {1});
        assertTrue(read(key("theirs")).expireTime() > now + 3_000_000);
    }

    @Test
    void version_changesWithEveryUpdateOfAnyDoor() {
        put(key("v"), new byte[] {1}, 0);
        Object first = read(key("v")).version();
        put(key("v"), new byte[] {1}, 0);
        Object second = read(key("v")).version();
        cache.put("v", new byte[] {1});
        Object third = read(key("v")).version();
        assertNotNull(first);
        assertNotEquals(first, second);
        assertNotEquals(second, third);
        assertEquals(third, read(key("v")).version());
    }

    @Test
    void scope_writesOfItsOwn_areReadBack() {
        try (EntryScope scope = new EntryScope()) {
            int a = scope.add(key("own-a"));
            int b = scope.add(key("own-b"));
            assertEquals(a, scope.add(key("own-a")));
            assertEquals(EntryScope.Opening.OPEN, scope.open());
            long now = System.currentTimeMillis();
            assertFalse(scope.row(a, now).isPresent());
            scope.put(a, new byte[] {1}, 0, now);
            scope.put(b, new byte[] {2}, 0, now);
            scope.put(a, new byte[] {3}, 0, now);
            assertArrayEquals(new byte[] {3}, (byte[]) scope.row(a, now).value());
            assertTrue(scope.remove(b, now));
            assertFalse(scope.remove(b, now));
            scope.put(b, new byte[] {4}, 0, now);
        }
        assertArrayEquals(new byte[] {3}, (byte[]) cache.get("own-a"));
        assertArrayEquals(new byte[] {4}, (byte[]) cache.get("own-b"));
    }

    @Test
    void scan_fromEveryHash_visitsEachKeyOnceInOrder() {
        Set<Object> expected = new HashSet<>();
        for (int i = 0; i < 500; i++) {
            put(key("{scan}" + i), new byte[] {1}, 0);
            expected.add("{scan}" + i);
        }
        int partition = key("{scan}0").partition();
        Map<Object, Integer> seen = new HashMap<>();
        int[] from = {Integer.MIN_VALUE};
        boolean[] more = {true};
        while (more[0]) {
            more[0] = false;
            int[] count = {0};
            int[] last = {from[0]};
            store.scan(partition, from[0], (found, hash, value, expireTime) -> {
                if (count[0] >= 7 && hash != last[0]) {
                    from[0] = hash;
                    more[0] = true;
                    return false;
                }
                assertTrue(hash >= last[0] || count[0] == 0);
                last[0] = hash;
                count[0]++;
                seen.merge(found, 1, Integer::sum);
                return true;
            });
        }
        seen.keySet().retainAll(expected);
        assertEquals(expected, seen.keySet());
        assertTrue(seen.values().stream().allMatch(times -> times == 1), "some key was visited twice");
    }

    @Test
    void counters_incrementedThroughScopesAndTheApi_loseNothing() throws Exception {
        int each = 3_000;
        put(key("counter"), new byte[] {0, 0, 0, 0}, 0);
        Callable<Void> scoped = () -> {
            try (EntryScope scope = new EntryScope()) {
                for (int i = 0; i < each; i++) {
                    int index = scope.add(key("counter"));
                    assertEquals(EntryScope.Opening.OPEN, scope.open());
                    byte[] value = (byte[])
                            scope.row(index, System.currentTimeMillis()).value();
                    scope.put(index, next(value), 0, System.currentTimeMillis());
                    scope.close();
                }
            }
            return null;
        };
        Callable<Void> invoked = () -> {
            for (int i = 0; i < each; i++) {
                cache.invoke("counter", (entry, arguments) -> {
                    entry.setValue(next((byte[]) entry.getValue()));
                    return null;
                });
            }
            return null;
        };
        runTogether(scoped, scoped, invoked);
        assertEquals(3 * each, number((byte[]) cache.get("counter")));
    }

    @Test
    void scopes_overTheSameKeysInAnyOrder_doNotDeadlockWithPutAll() throws Exception {
        int each = 3_000;
        Callable<Void> forward = () -> transfer(each, "t1", "t2", "t3");
        Callable<Void> backward = () -> transfer(each, "t3", "t2", "t1");
        Callable<Void> putAll = () -> {
            for (int i = 0; i < each; i++) {
                cache.putAll(new java.util.TreeMap<>(Map.of("t1", new byte[4], "t2", new byte[4], "t3", new byte[4])));
            }
            return null;
        };
        runTogether(forward, backward, putAll, forward, backward, putAll, forward, putAll);
        assertEquals(4, ((byte[]) cache.get("t1")).length);
    }

    private static Void transfer(int times, String... names) {
        try (EntryScope scope = new EntryScope()) {
            for (int i = 0; i < times; i++) {
                for (String name : names) {
                    scope.add(key(name));
                }
                assertEquals(EntryScope.Opening.OPEN, scope.open());
                for (int index = 0; index < names.length; index++) {
                    scope.put(index, new byte[4], 0, System.currentTimeMillis());
                }
                scope.close();
            }
        }
        return null;
    }

    @SafeVarargs
    private static void runTogether(Callable<Void>... tasks) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(tasks.length);
        try {
            for (Future<Void> done : threads.invokeAll(java.util.List.of(tasks), 60, TimeUnit.SECONDS)) {
                done.get();
            }
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }

    private static byte[] next(byte[] value) {
        int number = number(value) + 1;
        return new byte[] {(byte) (number >>> 24), (byte) (number >>> 16), (byte) (number >>> 8), (byte) number};
    }

    private static int number(byte[] value) {
        return (value[0] & 255) << 24 | (value[1] & 255) << 16 | (value[2] & 255) << 8 | value[3] & 255;
    }
}
