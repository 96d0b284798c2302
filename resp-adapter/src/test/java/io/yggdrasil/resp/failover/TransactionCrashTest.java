package io.yggdrasil.resp.failover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.yggdrasil.ignite.internals.WriteSteps.Step;
import io.yggdrasil.resp.ServerChild;
import io.yggdrasil.resp.ServerFixture;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisConnectionException;

/** A process is killed behind each step of a transaction: all of it is there afterwards, or nothing. */
final class TransactionCrashTest {
    private static final int STEPS_MAX = 100;

    @TempDir
    private Path folder;

    @Test
    void kill_oneNodeWithData_comesBackWithAllOrNothing() {
        StoppingChild steps = StoppingChild.in(folder, "steps");
        Bundle bundle = new Bundle("b", false);
        Set<Long> outcomes = new HashSet<>();
        ServerChild server = startWithData(steps);
        try {
            bundle.create(server.jedis());
            int number = 0;
            boolean stopped = true;
            for (Step step : List.of(Step.LOGGED, Step.UPDATED)) {
                number = 0;
                do {
                    number++;
                    assertTrue(number < STEPS_MAX);
                    long before = read(server, bundle);
                    steps.arm(step, number);
                    stopped = stopsAt(steps, server, bundle, before + 1);
                    server.close();
                    steps.reset();
                    server = startWithData(steps);
                    long after = read(server, bundle);
                    assertTrue(after == before + 1 || stopped && after == before, step + " " + number);
                    outcomes.add(after - before);
                } while (stopped);
            }
            assertTrue(number > 12, "steps=" + number);
            assertEquals(Set.of(0L, 1L), outcomes);
        } finally {
            server.close();
        }
    }

    private ServerChild startWithData(StoppingChild steps) {
        return ServerChild.start(
                        steps.jvmArguments(),
                        folder,
                        "--data",
                        folder.resolve("data").toString())
                .awaitReady();
    }

    /** Runs a transaction; returns whether the process has stopped in it, and not replied. */
    private static boolean stopsAt(StoppingChild steps, ServerChild server, Bundle bundle, long next) {
        return stopsAt(List.of(steps), server, bundle, next);
    }

    private static boolean stopsAt(List<StoppingChild> steps, ServerChild server, Bundle bundle, long next) {
        Jedis jedis = server.jedis();
        CompletableFuture<Void> replied = CompletableFuture.runAsync(() -> bundle.step(jedis, next));
        ServerFixture.await(
                "stopped or done", () -> replied.isDone() || steps.stream().anyMatch(StoppingChild::hasStopped));
        boolean stopped = steps.stream().anyMatch(StoppingChild::hasStopped);
        if (!stopped) {
            replied.join();
            jedis.close();
        } else {
            replied.exceptionally(e -> {
                assertTrue(e.getCause() instanceof JedisConnectionException, e.toString());
                return null;
            });
        }
        return stopped;
    }

    private static long read(ServerChild server, Bundle bundle) {
        try (Jedis jedis = server.jedis()) {
            long number = bundle.read(jedis);
            bundle.assertComplete(jedis, number);
            return number;
        }
    }

    @Test
    void kill_primaryOfThreeInMemory_survivorsHaveAllOrNothing() {
        List<StoppingChild> steps = IntStream.range(0, 3)
                .mapToObj(i -> StoppingChild.in(folder, "steps" + i))
                .toList();
        Bundle bundle = new Bundle("b", true);
        List<String> outcomes = new ArrayList<>();
        try (Children grid = new Children(folder, 3, index -> List.of())
                .withJvm(index -> steps.get(index).jvmArguments())
                .start()) {
            bundle.create(grid.get(0).jedis());
            for (Step step : List.of(Step.UPDATED, Step.SENT)) {
                boolean stopped = true;
                for (int number = 1; stopped; number += step == Step.UPDATED ? 5 : 1) {
                    assertTrue(number < STEPS_MAX);
                    int any = grid.get(0).isAlive() ? 0 : 1;
                    long before = read(grid.get(any), bundle);
                    for (StoppingChild one : steps) {
                        one.arm(step, number);
                    }
                    stopped = stopsAt(steps, grid.get(any), bundle, before + 1);
                    int victim = victim(steps);
                    if (victim >= 0) {
                        grid.kill(victim);
                    }
                    steps.forEach(StoppingChild::reset);
                    for (ServerChild survivor : grid.alive()) {
                        long after = read(survivor, bundle);
                        assertTrue(after == before || after == before + 1, step + " " + number);
                        outcomes.add(step + " " + number + ": " + (after - before));
                    }
                    if (victim >= 0) {
                        grid.begin(victim).awaitReady();
                        Copies.assertEqual(grid.get(victim), 2);
                    }
                }
            }
            assertTrue(outcomes.contains("UPDATED 1: 0"), outcomes.toString());
            assertTrue(outcomes.stream().anyMatch(one -> one.endsWith(": 1")), outcomes.toString());
        }
    }

    private static int victim(List<StoppingChild> steps) {
        return IntStream.range(0, steps.size())
                .filter(i -> steps.get(i).hasStopped())
                .findFirst()
                .orElse(-1);
    }
}
