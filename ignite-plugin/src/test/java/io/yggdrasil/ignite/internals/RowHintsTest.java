package io.yggdrasil.ignite.internals;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.yggdrasil.tier.hot.ArraySink;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.apache.ignite.IgniteCache;
import org.apache.ignite.internal.pagemem.PageIdAllocator;
import org.apache.ignite.internal.pagemem.PageIdUtils;
import org.apache.ignite.internal.processors.cache.distributed.dht.topology.GridDhtLocalPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Hints lead to the row of the key or nowhere, whatever became of the row meanwhile. */
final class RowHintsTest {
    private static final int PARTITION = 7;

    private static WatchedNode node;
    private static final List<IgniteCache<String, Object>> caches = new ArrayList<>();
    private static final List<EntryStore> stores = new ArrayList<>();

    /** Two caches share the partitions, and so the hints. */
    @BeforeAll
    static void start() {
        node = WatchedNode.named("hints").start();
        ExchangeEpoch epoch = ExchangeEpoch.start(node.ignite());
        for (String name : List.of("first", "second")) {
            caches.add(node.cache(WatchedNode.<Object>configuration(name).setGroupName("shared")));
            stores.add(EntryStore.open(node.ignite(), name, epoch));
        }
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static long link(int page, int item) {
        return PageIdUtils.link(PageIdUtils.pageId(PARTITION, PageIdAllocator.FLAG_DATA, page), item);
    }

    @Test
    void find_noted_givesTheLinkUntilForgotten() {
        RowHints hints = new RowHints(PARTITION);
        assertEquals(0, hints.find(1, 2));
        hints.forget(1, 2);
        hints.note(1, 2, link(-5, 200), 1, RowHints.SLOTS_MAX);
        assertEquals(link(-5, 200), hints.find(1, 2));
        assertEquals(0, hints.find(2, 2));
        assertEquals(0, hints.find(1, 3));
        hints.forget(1, 2);
        assertEquals(0, hints.find(1, 2));
    }

    @Test
    void find_closed_givesNothingNotedBeforeOrMeanwhile() {
        RowHints hints = new RowHints(PARTITION);
        hints.note(1, 2, link(3, 4), 1, RowHints.SLOTS_MAX);
        hints.close();
        hints.note(1, 5, link(6, 7), 1, RowHints.SLOTS_MAX);
        assertEquals(0, hints.find(1, 2));
        hints.forget(1, 2);
        hints.open();
        assertEquals(0, hints.find(1, 2));
        assertEquals(0, hints.find(1, 5));
        hints.note(1, 2, link(3, 4), 1, RowHints.SLOTS_MAX);
        assertEquals(link(3, 4), hints.find(1, 2));
    }

    @Test
    void find_manyRowsOfManyCaches_givesOnlyWhatWasNoted() {
        Random random = new Random(42);
        RowHints hints = new RowHints(PARTITION);
        Map<Long, Long> noted = new HashMap<>();
        int found = 0;
        for (int i = 0; i < 200_000; i++) {
            int cache = random.nextInt(4);
            int hash = random.nextInt(2000) * 0x10001;
            long key = (long) cache << Integer.SIZE | Integer.toUnsignedLong(hash);
            long link = hints.find(cache, hash);
            if (link != 0) {
                found++;
                assertEquals(noted.get(key), link);
            }
            if (random.nextInt(4) == 0) {
                hints.forget(cache, hash);
                noted.remove(key);
            } else if (link == 0) {
                long at = link(random.nextInt(), random.nextInt(255));
                hints.note(cache, hash, at, noted.size(), RowHints.SLOTS_MAX);
                noted.put(key, at);
            }
        }
        assertTrue(found > 10_000, "found=" + found);
    }

    /** Begins with its key. */
    private static byte[] value(Random random, String name) {
        byte[] value = new byte[random.nextInt(10) < 8 ? 40 : 41 + random.nextInt(300)];
        random.nextBytes(value);
        byte[] key = name.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(key, 0, value, 0, key.length);
        return value;
    }

    /** What a reader finds, which goes by hints and makes them; null for nothing. */
    private static byte[] read(RowReader reader, int cache, String name) {
        ArraySink sink = new ArraySink();
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        EntryStore store = stores.get(cache);
        int partition = node.ignite().affinity(store.name()).partition(name);
        RowReader.Outcome outcome =
                reader.read(store, bytes, 0, bytes.length, partition, System.currentTimeMillis(), sink);
        return outcome == RowReader.Outcome.FOUND ? sink.toBytes() : null;
    }

    private static EntryKey key(int cache, String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        int partition = node.ignite().affinity(stores.get(cache).name()).partition(name);
        return stores.get(cache).key(bytes, 0, bytes.length, partition);
    }

    /** One random change of a key, here and in the model. */
    private static void change(Random random, int cache, String name, Map<String, byte[]> model) {
        byte[] value = value(random, name);
        switch (random.nextInt(8)) {
            case 0 -> {
                caches.get(cache).remove(name);
                model.remove(name);
            }
            case 1 -> {
                caches.get(cache).put(name, value);
                model.put(name, value);
            }
            default -> {
                EntryStore store = stores.get(cache);
                if (new InPlacePut().put(key(cache, name), value, WatchedNode.awaitView(store))) {
                    assertTrue(model.containsKey(name), name);
                    model.put(name, value);
                }
            }
        }
        assertArrayEquals(model.get(name), (byte[]) caches.get(cache).get(name), name);
        assertArrayEquals(model.get(name), read(new RowReader(), cache, name), name);
    }

    private static int hinted(int cache, int keys) {
        int hinted = 0;
        for (int i = 0; i < keys; i++) {
            EntryKey key = key(cache, "key" + i);
            GridDhtLocalPartition partition = stores.get(cache).topology().localPartition(key.partition());
            RowHints hints = ((WatchedStore) partition.dataStore()).hints();
            hinted += hints.find(
                                    stores.get(cache).context().cacheId(),
                                    key.object().hashCode())
                            == 0
                    ? 0
                    : 1;
        }
        return hinted;
    }

    @Test
    void put_randomChangesOfTwoCaches_bothStayAsTheModel() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<Map<String, byte[]>> models = List.of(new HashMap<>(), new HashMap<>());
        int keys = 200;
        for (int i = 0; i < 20_000; i++) {
            int cache = random.nextInt(2);
            change(random, cache, "key" + random.nextInt(keys), models.get(cache));
            if (random.nextInt(4000) == 0) {
                caches.get(cache).clear();
                models.get(cache).clear();
            }
        }
        for (int cache = 0; cache < 2; cache++) {
            for (int i = 0; i < keys; i++) {
                String name = "key" + i;
                byte[] expected = models.get(cache).get(name);
                assertArrayEquals(expected, (byte[]) caches.get(cache).get(name), name + ", seed " + seed);
            }
            assertTrue(hinted(cache, keys) > 0, "no hints, seed " + seed);
        }
    }

    /** Each thread has keys of its own, in the same partitions and pages; a write that goes astray is seen by its victim. */
    @Test
    void put_threadsOnKeysOfTheirOwn_neverMeetAnothersValue() {
        long seed = System.nanoTime();
        List<CompletableFuture<Void>> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            int thread = i;
            threads.add(CompletableFuture.runAsync(() -> {
                Random random = new Random(seed + thread);
                Map<String, byte[]> model = new HashMap<>();
                for (int step = 0; step < 20_000; step++) {
                    change(random, thread % 2, "own" + thread + "-" + random.nextInt(50), model);
                }
            }));
        }
        CompletableFuture<Void> writers = CompletableFuture.allOf(threads.toArray(CompletableFuture[]::new));
        CompletableFuture<Integer> readers = CompletableFuture.supplyAsync(() -> {
            Random random = new Random(~seed);
            RowReader reader = new RowReader();
            int found = 0;
            while (!writers.isDone()) {
                int thread = random.nextInt(4);
                String name = "own" + thread + "-" + random.nextInt(50);
                byte[] value = read(reader, thread % 2, name);
                if (value != null) {
                    found++;
                    assertEquals(name, new String(value, 0, name.length(), StandardCharsets.UTF_8));
                }
            }
            return found;
        });
        writers.exceptionally(failure -> {
                    throw new AssertionError("seed " + seed, failure);
                })
                .join();
        assertTrue(readers.join() > 0, "nothing was read, seed " + seed);
    }
}
