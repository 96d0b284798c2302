package io.yggdrasil.ignite;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.ignite.Ignite;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two server nodes, one database number a test. */
class NamespacesTest {
    private static final TestGrid GRID = new TestGrid();

    private static Ignite first;

    private static Ignite second;

    @BeforeAll
    static void start() {
        first = GRID.startServer();
        second = GRID.startServer();
    }

    @AfterAll
    static void stop() {
        GRID.close();
    }

    @Test
    void database_firstUse_startsOnEveryNode() {
        assertNull(namespaces(first).databaseIfStarted(1));
        assertNull(namespaces(second).databaseIfExists(1));
        Namespace database = namespaces(first).database(1);
        assertSame(database, namespaces(first).databaseIfStarted(1));
        database.cache().put("key", "value".getBytes(UTF_8));
        Namespace remote = namespaces(second).databaseIfExists(1);
        assertNotNull(remote);
        assertArrayEquals("value".getBytes(UTF_8), (byte[]) remote.cache().get("key"));
        TestGrid.await("seen by both", () -> namespaces(second).databaseIfStarted(1) != null);
    }

    @Test
    void database_manyThreadsOnTwoNodes_oneCache() {
        List<CompletableFuture<Namespace>> futures = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Ignite node = i % 2 == 0 ? first : second;
            futures.add(CompletableFuture.supplyAsync(() -> namespaces(node).database(2), NamespacesTest::inNewThread));
        }
        futures.forEach(CompletableFuture::join);
        for (int i = 0; i < 8; i++) {
            assertSame(futures.get(i % 2).join(), futures.get(i).join());
        }
    }

    @Test
    void databaseIfStarted_destroyedElsewhere_becomesNullAndComesBack() {
        Namespace before = namespaces(first).database(3);
        before.cache().put("key", "old".getBytes(UTF_8));
        second.destroyCache("db3");
        assertNull(namespaces(second).databaseIfStarted(3));
        TestGrid.await("gone", () -> namespaces(first).databaseIfStarted(3) == null);
        Namespace after = namespaces(first).database(3);
        assertNotSame(before, after);
        assertNull(after.cache().get("key"));
    }

    @Test
    void swap_bothNodes_seeItAtOnce() {
        for (int round = 0; round < 20; round++) {
            Namespace four = namespaces(first).database(4);
            Namespace five = namespaces(first).database(5);
            namespaces(round % 2 == 0 ? first : second).swap(4, 5);
            assertSame(five, namespaces(first).databaseIfStarted(4));
            assertSame(four, namespaces(first).databaseIfStarted(5));
            assertEquals(five.cacheName(), namespaces(second).database(4).cacheName());
        }
    }

    @Test
    void swap_concurrentlyOnTwoNodes_allTakeEffect() {
        Namespaces[] both = {namespaces(first), namespaces(second)};
        Set<String> names = Set.of("db6", "db7", "db8");
        for (int number = 6; number <= 8; number++) {
            both[0].database(number);
        }
        // Which permutation comes out depends on the interleaving; that it is one, the same on both nodes, does not.
        CompletableFuture<?>[] sides = Arrays.stream(both)
                .map(side -> CompletableFuture.runAsync(
                        () -> {
                            for (int round = 0; round < 15; round++) {
                                side.swap(6, 7);
                                side.swap(6, 7);
                                side.swap(7, 8);
                                side.swap(7, 8);
                            }
                        },
                        NamespacesTest::inNewThread))
                .toArray(CompletableFuture<?>[]::new);
        CompletableFuture.allOf(sides).join();
        for (int number = 6; number <= 8; number++) {
            assertEquals(
                    both[0].database(number).name(), both[1].database(number).name());
        }
        assertEquals(
                names,
                Set.of(
                        both[0].database(6).name(),
                        both[0].database(7).name(),
                        both[0].database(8).name()));
    }

    @Test
    void join_afterSwap_newServerAndClientSeeTheOrder() {
        namespaces(first).database(9).cache().put("k", "nine".getBytes(UTF_8));
        namespaces(first).database(10);
        namespaces(first).swap(9, 10);
        try {
            Ignite server = GRID.startServer();
            assertEquals(
                    "db9",
                    String.valueOf(namespaces(server).databaseIfStarted(10).name()));
            Ignite client = GRID.start(GRID.configuration().setClientMode(true));
            assertNull(namespaces(client).databaseIfStarted(10));
            Namespace ten = namespaces(client).database(10);
            assertArrayEquals("nine".getBytes(UTF_8), (byte[]) ten.cache().get("k"));
            namespaces(client).swap(9, 10);
            assertEquals("db9", namespaces(first).database(9).name());
            assertEquals("db9", namespaces(server).database(9).name());
            namespaces(first).swap(9, 10);
            TestGrid.await("client follows", () -> ten == namespaces(client).databaseIfStarted(10));
            GRID.stop(client);
            GRID.stop(server);
        } finally {
            namespaces(first).swap(9, 10);
        }
    }

    @Test
    void onChange_startSwapStop_isCalled() {
        AtomicInteger calls = new AtomicInteger();
        namespaces(second).onChange(calls::incrementAndGet);
        namespaces(first).database(11);
        TestGrid.await("start", () -> calls.get() > 0);
        int afterStart = calls.get();
        namespaces(first).swap(11, 12);
        int afterSwap = calls.get();
        assertNotEquals(afterStart, afterSwap);
        first.destroyCache("db11");
        TestGrid.await("stop", () -> calls.get() > afterSwap);
        namespaces(first).swap(11, 12);
    }

    private static void inNewThread(Runnable task) {
        new Thread(task).start();
    }

    private static Namespaces namespaces(Ignite node) {
        return Yggdrasil.of(node).namespaces();
    }
}
