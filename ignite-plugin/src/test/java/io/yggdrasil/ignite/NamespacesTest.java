package io.yggdrasil.ignite;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
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
            futures.add(CompletableFuture.supplyAsync(
                    () -> namespaces(node).database(2), task -> new Thread(task).start()));
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

    private static Namespaces namespaces(Ignite node) {
        return Yggdrasil.of(node).namespaces();
    }
}
