package io.yggdrasil.resp.failover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.yggdrasil.resp.ServerChild;
import io.yggdrasil.resp.ServerFixture;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * Processes are killed at random moments while clients change keys of all types in transactions, some of which have keys of
 * several primaries. Whoever reads sees whole transactions only, in the middle of it and afterwards.
 */
final class TransactionsUnderKillsTest {
    private static final int STEPS = 40;
    private static final int KILLS = 3;

    @TempDir
    private Path folder;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final ConcurrentLinkedQueue<Throwable> wrong = new ConcurrentLinkedQueue<>();
    private volatile boolean stopped;

    @Test
    void kills_underLoad_leaveWholeTransactions() throws Exception {
        long seed = Long.getLong("yggdrasil.seed", ThreadLocalRandom.current().nextLong());
        Random random = new Random(seed);
        System.out.println("transactions under kills: seed " + seed);
        try (Children grid = new Children(folder, 3, index -> List.of()).start()) {
            List<Writer> writers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                // The first process lives, so that clients have one to talk to.
                Bundle bundle = new Bundle("bundle" + i, i % 2 == 0);
                try (Jedis jedis = grid.get(0).jedis()) {
                    bundle.create(jedis);
                }
                writers.add(new Writer(bundle, grid.get(0)));
            }
            List<Future<?>> running = new ArrayList<>();
            writers.forEach(writer -> running.add(threads.submit(writer)));
            for (int kill = 0; kill < KILLS; kill++) {
                awaitSteps(writers, 1 + random.nextInt(STEPS), "before kill " + kill + ", seed " + seed);
                int victim = 1 + random.nextInt(2);
                grid.kill(victim);
                awaitSteps(writers, STEPS, "after kill " + kill + ", seed " + seed);
                grid.begin(victim).awaitReady();
                awaitCopies(grid.get(victim));
            }
            stopped = true;
            for (Future<?> one : running) {
                one.get(60, TimeUnit.SECONDS);
            }
            assertEquals(List.of(), List.copyOf(wrong), "seed " + seed);
            for (ServerChild server : grid.alive()) {
                try (Jedis jedis = server.jedis()) {
                    for (Writer writer : writers) {
                        long number = writer.bundle.read(jedis);
                        assertTrue(number >= writer.acknowledged.get(), writer.bundle + " lost an acknowledged one");
                        writer.bundle.assertComplete(jedis, number);
                    }
                }
            }
        } finally {
            stopped = true;
            threads.shutdownNow();
        }
    }

    /** Waits until each partition has two copies: another kill would take data else. */
    private static void awaitCopies(ServerChild member) {
        Copies.awaitComplete(member, 2);
    }

    private void awaitSteps(List<Writer> writers, int count, String what) {
        long[] goals = writers.stream()
                .mapToLong(writer -> writer.acknowledged.get() + count)
                .toArray();
        ServerFixture.await(what, () -> {
            if (!wrong.isEmpty()) {
                throw new AssertionError(what, wrong.peek());
            }
            for (int i = 0; i < goals.length; i++) {
                if (writers.get(i).acknowledged.get() < goals[i]) {
                    return false;
                }
            }
            return true;
        });
    }

    /** A client that makes one step after the other, and reads what became of it. */
    private final class Writer implements Runnable {
        private final Bundle bundle;
        private final ServerChild server;
        private final AtomicLong acknowledged = new AtomicLong();

        Writer(Bundle bundle, ServerChild server) {
            this.bundle = bundle;
            this.server = server;
        }

        @Override
        public void run() {
            while (!stopped) {
                try (Jedis jedis = server.jedis()) {
                    while (!stopped) {
                        step(jedis);
                    }
                } catch (JedisConnectionException e) {
                    continue; // Nobody knows whether it was done: the next read tells.
                } catch (JedisDataException e) {
                    if (!isRefusal(e)) {
                        wrong.add(e);
                        return;
                    }
                } catch (RuntimeException | Error e) {
                    return;
                }
            }
        }

        private void step(Jedis jedis) {
            long now = bundle.read(jedis);
            if (now < acknowledged.get()) {
                throw new AssertionError(now + " was read behind " + acknowledged);
            }
            bundle.step(jedis, now + 1);
            acknowledged.set(now + 1);
        }

        private static boolean isRefusal(JedisDataException e) {
            String message = String.valueOf(e.getMessage());
            return message.startsWith("CLUSTERDOWN ") || message.startsWith("TRYAGAIN ");
        }
    }
}
