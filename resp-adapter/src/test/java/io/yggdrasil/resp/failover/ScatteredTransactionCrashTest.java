package io.yggdrasil.resp.failover;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.yggdrasil.ignite.internals.WriteSteps.Step;
import io.yggdrasil.resp.ServerChild;
import io.yggdrasil.resp.ServerFixture;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Response;
import redis.clients.jedis.Transaction;

/**
 * A transaction's keys have copies on different nodes, or different primaries. The process that runs it is killed behind one
 * of its steps: the others have all of it or nothing, and so has the process when it comes back.
 */
final class ScatteredTransactionCrashTest {
    private static final int KEYS_EACH = 3;

    @TempDir
    private Path folder;

    /** The step to kill the process at, and by how much what the keys hold grows then. */
    private record Case(Step step, int number, int grows) {}

    private static final List<Case> CASES = List.of(
            new Case(Step.TELLING, 1, 0),
            new Case(Step.ANNOUNCED, 1, 1),
            new Case(Step.UPDATED, 1, 1),
            new Case(Step.SENT, 1, 1));

    @Test
    void kill_onePrimaryInMemory_allOrNothingEverywhere() {
        run(
                (steps) -> new Children(folder, 3, index -> List.of())
                        .withJvm(index -> steps.get(index).jvmArguments()),
                false,
                CASES);
    }

    @Test
    void kill_onePrimaryWithData_allOrNothingEverywhere_alsoWhenItComesBack() {
        run(
                (steps) -> Children.persistent(folder, 3)
                        .withJvm(index -> steps.get(index).jvmArguments()),
                false,
                CASES);
    }

    @Test
    void kill_coordinatorOfSeveralPrimaries_allOrNothingEverywhere() {
        run(
                (steps) -> new Children(folder, 3, index -> List.of())
                        .withJvm(index -> steps.get(index).jvmArguments()),
                true,
                CASES);
    }

    private void run(Function<List<StoppingChild>, Children> grids, boolean several, List<Case> cases) {
        List<StoppingChild> steps = IntStream.range(0, 3)
                .mapToObj(i -> StoppingChild.in(folder, "steps" + i))
                .toList();
        try (Children grid = grids.apply(steps).start()) {
            long value = 1;
            for (Case one : cases) {
                Copies.assertEqual(grid.get(0), 2);
                Placement placement = Placement.find(grid.get(0), KEYS_EACH);
                int victim = IntStream.range(0, 3)
                        .filter(i -> grid.get(i).discoveryPort() == placement.primary())
                        .findFirst()
                        .orElseThrow();
                int at = several ? (victim + 1) % 3 : victim;
                String[] keys = several ? several() : placement.keys().toArray(String[]::new);
                set(grid.get(at), keys, value);
                steps.get(at).arm(one.step(), one.number());
                long next = value + 1;
                CompletableFuture<Void> replied = CompletableFuture.runAsync(() -> set(grid.get(at), keys, next));
                ServerFixture.await("stopped at " + one, () -> steps.get(at).hasStopped());
                grid.kill(at);
                value += one.grows();
                for (ServerChild survivor : grid.alive()) {
                    assertEquals(Set.of(Long.toString(value)), values(survivor, keys), one.toString());
                }
                replied.handle((none, lost) -> null).join();
                steps.get(at).reset();
                grid.begin(at).awaitReady();
                Copies.assertEqual(grid.get(at), 2);
                assertEquals(Set.of(Long.toString(value)), values(grid.get(at), keys), one + ", back");
            }
        }
    }

    /** So many keys that all primaries have some. */
    private static String[] several() {
        return IntStream.range(0, 30).mapToObj(i -> "spread" + i).toArray(String[]::new);
    }

    private static void set(ServerChild server, String[] keys, long value) {
        try (Jedis jedis = server.jedis()) {
            Transaction all = jedis.multi();
            for (String key : keys) {
                all.set(key, Long.toString(value));
            }
            all.exec();
        }
    }

    private static Set<String> values(ServerChild server, String[] keys) {
        try (Jedis jedis = server.jedis()) {
            Transaction all = jedis.multi();
            List<Response<String>> values = List.of(keys).stream().map(all::get).toList();
            all.exec();
            Set<String> distinct = new HashSet<>();
            values.forEach(value -> distinct.add(value.get()));
            return distinct;
        }
    }
}
