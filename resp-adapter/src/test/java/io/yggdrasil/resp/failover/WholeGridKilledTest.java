package io.yggdrasil.resp.failover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.yggdrasil.ignite.internals.WriteSteps.Step;
import io.yggdrasil.resp.ServerFixture;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Transaction;

/** All processes of a grid that keeps its data on disk are killed at once, under load, and come back. */
final class WholeGridKilledTest {
    private static final int WRITERS = 4;
    private static final int OPERATIONS = 300;

    @TempDir
    private Path folder;

    @Test
    void kill_bothOfTwo_comeBackWithEveryAcknowledgedWrite() throws Exception {
        try (Children grid = Children.persistent(folder, 2).start();
                Load load = new Load(WRITERS, false, writer -> new PlainClient(grid.get(writer % 2)))) {
            load.start().awaitEach(OPERATIONS);
            grid.kill(0, 1);
            load.stop();
            grid.begin(0);
            ServerFixture.await(
                    "the first waits for the second", () -> grid.get(0).errors().contains("Waiting for 1 more node"));
            grid.begin(1).awaitReady();
            grid.get(0).awaitReady();
            for (int i = 0; i < 2; i++) {
                try (Jedis jedis = grid.get(i).jedis()) {
                    load.assertKept(0, jedis::mget);
                }
            }
            Copies.assertEqual(grid.get(0), 2);
        }
    }

    /** Whoever stops in its transaction has it in its log, as one record, and the other has not heard of it. */
    @ParameterizedTest
    @EnumSource(names = {"LOGGED", "UPDATED"})
    void kill_bothOfTwo_inATransaction_copiesAreEqualAfterIt(Step step) {
        List<StoppingChild> steps = List.of(StoppingChild.in(folder, "steps0"), StoppingChild.in(folder, "steps1"));
        List<String> keys = List.of("{t}0", "{t}1", "{t}2");
        try (Children grid = Children.persistent(folder, 2)
                .withJvm(index -> steps.get(index).jvmArguments())
                .start()) {
            steps.forEach(one -> one.arm(step, 1));
            CompletableFuture<Void> replied = CompletableFuture.runAsync(() -> {
                try (Jedis jedis = grid.get(0).jedis()) {
                    Transaction all = jedis.multi();
                    keys.forEach(key -> all.set(key, "1"));
                    all.exec();
                }
            });
            ServerFixture.await("one has stopped", () -> steps.stream().anyMatch(StoppingChild::hasStopped));
            grid.kill(0, 1);
            assertThrows(CompletionException.class, replied::join);
            steps.forEach(StoppingChild::reset);
            grid.begin(0);
            grid.begin(1).awaitReady();
            grid.get(0).awaitReady();
            Copies.assertEqual(grid.get(0), 2);
            try (Jedis jedis = grid.get(1).jedis()) {
                assertEquals(List.of("1", "1", "1"), jedis.mget(keys.toArray(String[]::new)));
            }
        }
    }
}
