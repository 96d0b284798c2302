package io.yggdrasil.resp.failover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.yggdrasil.ignite.internals.WriteSteps.Step;
import io.yggdrasil.resp.ServerChild;
import io.yggdrasil.resp.ServerFixture;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.params.XAddParams;

/**
 * A process is killed behind each write of one change of a large collection, which splits nodes: the collection is what it
 * was, or what it was to be, with all elements and their count.
 */
final class CollectionCrashTest {
    /** Enough for two levels of nodes. */
    private static final int ELEMENTS = 4_000;

    /** Enough for a node to be split. */
    private static final int ADDED = 20;

    private static final String PADDING = "-".repeat(280);
    private static final int STEPS_MAX = 100;

    /** Collections of one type are tried at each step, since all are made of the same nodes; each other one at one step. */
    private static final Kind EACH_STEP = Kind.SORTED_SET;

    @TempDir
    private Path folder;

    /** A type of collection: how a command adds elements with the given numbers, what all elements are, and how many. */
    private enum Kind {
        HASH {
            @Override
            Object add(Jedis jedis, int from, int to) {
                Map<String, String> fields = new HashMap<>();
                IntStream.range(from, to).forEach(i -> fields.put(name(i), "value"));
                return jedis.hset(name(), fields);
            }

            @Override
            List<String> read(Jedis jedis) {
                return jedis.hgetAll(name()).keySet().stream().sorted().toList();
            }

            @Override
            long count(Jedis jedis) {
                return jedis.hlen(name());
            }
        },
        LIST {
            @Override
            Object add(Jedis jedis, int from, int to) {
                return jedis.rpush(
                        name(), IntStream.range(from, to).mapToObj(Kind::name).toArray(String[]::new));
            }

            @Override
            List<String> read(Jedis jedis) {
                return jedis.lrange(name(), 0, -1);
            }

            @Override
            long count(Jedis jedis) {
                return jedis.llen(name());
            }
        },
        SET {
            @Override
            Object add(Jedis jedis, int from, int to) {
                return jedis.sadd(
                        name(), IntStream.range(from, to).mapToObj(Kind::name).toArray(String[]::new));
            }

            @Override
            List<String> read(Jedis jedis) {
                return jedis.smembers(name()).stream().sorted().toList();
            }

            @Override
            long count(Jedis jedis) {
                return jedis.scard(name());
            }
        },
        SORTED_SET {
            @Override
            Object add(Jedis jedis, int from, int to) {
                Map<String, Double> members = new HashMap<>();
                IntStream.range(from, to).forEach(i -> members.put(name(i), (double) i));
                return jedis.zadd(name(), members);
            }

            @Override
            List<String> read(Jedis jedis) {
                return jedis.zrange(name(), 0, -1);
            }

            @Override
            long count(Jedis jedis) {
                return jedis.zcard(name());
            }
        },
        /** Its elements are added one by one. */
        STREAM {
            @Override
            Object add(Jedis jedis, int from, int to) {
                IntStream.range(from, to)
                        .forEach(i -> jedis.xadd(
                                name(), XAddParams.xAddParams().id((i + 1) + "-1"), Map.of("field", name(i))));
                return to - from;
            }

            @Override
            List<String> read(Jedis jedis) {
                return jedis.xrange(name(), "-", "+").stream()
                        .map(entry -> entry.getFields().get("field"))
                        .toList();
            }

            @Override
            long count(Jedis jedis) {
                return jedis.xlen(name());
            }
        };

        abstract Object add(Jedis jedis, int from, int to);

        abstract List<String> read(Jedis jedis);

        abstract long count(Jedis jedis);

        static String name(int i) {
            return String.format("element %07d", i) + PADDING;
        }
    }

    @Test
    void kill_atEachWriteOfASplit_comesBackWithAWholeCollection() {
        StoppingChild steps = StoppingChild.in(folder, "steps");
        ServerChild server = start(steps);
        List<Boolean> stops = new ArrayList<>();
        try {
            int[] elements = fill(server);
            for (Kind kind : Kind.values()) {
                boolean stopped = true;
                int last = kind == EACH_STEP ? STEPS_MAX : 1 + kind.ordinal();
                for (int number = kind == EACH_STEP ? 1 : last; stopped && number <= last; number++) {
                    int before = elements[kind.ordinal()];
                    stopped = stopsAt(List.of(steps), server, kind, before, number, Step.UPDATED);
                    stops.add(stopped);
                    if (stopped) {
                        server.close();
                        steps.reset();
                        server = start(steps);
                    }
                    steps.reset();
                    elements[kind.ordinal()] = requireWhole(server, kind, before);
                }
            }
            assertTrue(stops.stream().filter(any -> any).count() > 2, stops.toString());
        } finally {
            server.close();
        }
    }

    @Test
    void kill_primaryAtEachMessageOfASplit_copyIsWhole() {
        List<StoppingChild> steps = IntStream.range(0, 3)
                .mapToObj(i -> StoppingChild.in(folder, "steps" + i))
                .toList();
        try (Children grid = new Children(folder, 3, index -> List.of())
                .withJvm(index -> steps.get(index).jvmArguments())
                .start()) {
            int[] elements = fill(grid.get(0));
            for (Kind kind : Kind.values()) {
                int number = 1 + kind.ordinal() % 2;
                int at = grid.get(0).isAlive() ? 0 : 1;
                int before = elements[kind.ordinal()];
                assertTrue(stopsAt(steps, grid.get(at), kind, before, number, Step.SENT), kind + " " + number);
                int victim = IntStream.range(0, 3)
                        .filter(i -> steps.get(i).hasStopped())
                        .findFirst()
                        .orElseThrow();
                grid.kill(victim);
                steps.forEach(StoppingChild::reset);
                for (ServerChild survivor : grid.alive()) {
                    elements[kind.ordinal()] = requireWhole(survivor, kind, before);
                }
                grid.begin(victim).awaitReady();
                Copies.assertEqual(grid.get(victim), 2);
            }
        }
    }

    private ServerChild start(StoppingChild steps) {
        return ServerChild.start(
                        steps.jvmArguments(),
                        folder,
                        "--data",
                        folder.resolve("data").toString())
                .awaitReady();
    }

    private static int[] fill(ServerChild server) {
        int[] elements = new int[Kind.values().length];
        try (Jedis jedis = server.jedis()) {
            for (Kind kind : Kind.values()) {
                for (int from = 0; from < ELEMENTS; from += ELEMENTS / 10) {
                    kind.add(jedis, from, from + ELEMENTS / 10);
                }
                elements[kind.ordinal()] = ELEMENTS;
            }
        }
        return elements;
    }

    /** Adds elements; returns whether a process has stopped in the command. */
    private static boolean stopsAt(
            List<StoppingChild> steps, ServerChild server, Kind kind, int elements, int number, Step step) {
        steps.forEach(one -> one.arm(step, number));
        CompletableFuture<Void> replied = CompletableFuture.runAsync(() -> {
            try (Jedis jedis = server.jedis()) {
                kind.add(jedis, elements, elements + ADDED);
            }
        });
        ServerFixture.await(
                "stopped or done", () -> replied.isDone() || steps.stream().anyMatch(StoppingChild::hasStopped));
        return steps.stream().anyMatch(StoppingChild::hasStopped);
    }

    /** Reads all; returns how many elements there are, which are those before the change or those after it. */
    private static int requireWhole(ServerChild server, Kind kind, int before) {
        try (Jedis jedis = server.jedis()) {
            int count = (int) kind.count(jedis);
            boolean mayBe = kind == Kind.STREAM
                    ? before <= count && count <= before + ADDED
                    : count == before || count == before + ADDED;
            assertTrue(mayBe, kind + " has " + count + ", had " + before);
            assertEquals(IntStream.range(0, count).mapToObj(Kind::name).toList(), kind.read(jedis), kind.toString());
            return count;
        }
    }
}
