package io.yggdrasil.resp.failover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.yggdrasil.resp.ServerFixture;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Function;
import java.util.function.IntFunction;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Writers that remember what they attempted and what was acknowledged. Each key has one writer, which stores ever higher
 * numbers; all writers share the counters.
 */
final class Load implements AutoCloseable {
    private static final int KEYS = 300;
    private static final int KEYS_AT_A_TIME = 3;
    private static final int COUNTERS = 20;

    private final IntFunction<Client> clients;
    private final List<Writer> writers = new ArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Future<?>> running = new ArrayList<>();
    private final AtomicLongArray countersAttempted = new AtomicLongArray(COUNTERS);
    private final AtomicLongArray countersAcknowledged = new AtomicLongArray(COUNTERS);
    private final Map<String, Integer> retryable = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<Throwable> wrong = new ConcurrentLinkedQueue<>();
    private volatile boolean stopped;

    /**
     * Makes writers without running them.
     *
     * @param tagged whether keys that are written together have one slot, as a cluster wants it
     * @param clients makes the client of each writer
     */
    Load(int writers, boolean tagged, IntFunction<Client> clients) {
        this.clients = clients;
        for (int i = 0; i < writers; i++) {
            this.writers.add(new Writer(i, tagged));
        }
    }

    /** Runs the writers. */
    Load start() {
        stopped = false;
        for (Writer writer : writers) {
            running.add(threads.submit(writer));
        }
        return this;
    }

    /** Waits until each writer has {@code count} more acknowledged operations. */
    void awaitEach(int count) {
        long[] goals = writers.stream()
                .mapToLong(writer -> writer.acknowledged.get() + count)
                .toArray();
        ServerFixture.await("each writer goes on: " + this, () -> {
            if (!wrong.isEmpty()) {
                throw new AssertionError("wrong errors", wrong.peek());
            }
            for (int i = 0; i < goals.length; i++) {
                if (writers.get(i).acknowledged.get() < goals[i]) {
                    return false;
                }
            }
            return true;
        });
    }

    /** Ends the writers; fails when a client got an error that is no reason to try again. */
    void stop() throws Exception {
        stopped = true;
        for (Future<?> one : running) {
            one.get(60, TimeUnit.SECONDS);
        }
        running.clear();
        assertEquals(List.of(), List.copyOf(wrong));
    }

    /** The errors that a client of Redis Cluster answers by trying again: how often each came. */
    Map<String, Integer> retryable() {
        return Map.copyOf(retryable);
    }

    /** The longest time that a writer had no reply that was a success. */
    long gapMillis() {
        return TimeUnit.NANOSECONDS.toMillis(
                writers.stream().mapToLong(writer -> writer.gapNanos).max().orElseThrow());
    }

    long acknowledged() {
        return writers.stream().mapToLong(writer -> writer.acknowledged.get()).sum();
    }

    /**
     * Nothing acknowledged is lost, and nothing is done twice.
     *
     * @param repeatedMax how many increments clients may have sent again without knowing whether they were done
     * @param values reads the values of keys
     */
    void assertKept(long repeatedMax, Function<String[], List<String>> values) {
        for (Writer writer : writers) {
            List<String> now = values.apply(writer.keys);
            for (int i = 0; i < KEYS; i++) {
                long value = now.get(i) == null ? 0 : Long.parseLong(now.get(i));
                String what = writer.keys[i] + "=" + value + " acknowledged=" + writer.keysAcknowledged[i]
                        + " attempted=" + writer.keysAttempted[i];
                assertTrue(value >= writer.keysAcknowledged[i] && value <= writer.keysAttempted[i], what);
            }
        }
        String[] counters = new String[COUNTERS];
        Arrays.setAll(counters, Load::counter);
        List<String> now = values.apply(counters);
        long repeated = 0;
        for (int i = 0; i < COUNTERS; i++) {
            long value = now.get(i) == null ? 0 : Long.parseLong(now.get(i));
            String what = counters[i] + "=" + value + " acknowledged=" + countersAcknowledged.get(i) + " attempted="
                    + countersAttempted.get(i);
            assertTrue(value >= countersAcknowledged.get(i), what);
            repeated += Math.max(0, value - countersAttempted.get(i));
        }
        assertTrue(repeated <= repeatedMax, "increments done twice: " + repeated);
    }

    private static String counter(int index) {
        return "counter" + index;
    }

    @Override
    public void close() {
        stopped = true;
        threads.shutdownNow();
    }

    @Override
    public String toString() {
        return acknowledged() + " operations acknowledged, longest gap " + gapMillis() + " ms, errors to retry "
                + retryable;
    }

    /** One client's thread. */
    private final class Writer implements Runnable {
        private final int index;
        private final Random random;
        private final String[] keys = new String[KEYS];
        private final long[] keysAttempted = new long[KEYS];
        private final long[] keysAcknowledged = new long[KEYS];
        private final AtomicLong acknowledged = new AtomicLong();
        private long number;
        private volatile long gapNanos;

        Writer(int index, boolean tagged) {
            this.index = index;
            this.random = new Random(index);
            Arrays.setAll(keys, i -> (tagged ? "{w" + index + "-" + i / KEYS_AT_A_TIME + "}" : "w" + index + "-") + i);
        }

        @Override
        public void run() {
            try (Client client = clients.apply(index)) {
                long last = System.nanoTime();
                while (!stopped) {
                    if (step(client)) {
                        long now = System.nanoTime();
                        gapNanos = Math.max(gapNanos, now - last);
                        last = now;
                        acknowledged.incrementAndGet();
                    }
                }
            } catch (RuntimeException | Error e) {
                wrong.add(e);
            }
        }

        /** Returns whether the operation succeeded. */
        private boolean step(Client client) {
            int first = random.nextInt(KEYS / KEYS_AT_A_TIME) * KEYS_AT_A_TIME;
            try {
                switch (random.nextInt(10)) {
                    case 0 -> {
                        String[] three = Arrays.copyOfRange(keys, first, first + KEYS_AT_A_TIME);
                        long value = attempt(first, KEYS_AT_A_TIME);
                        client.setAll(three, Long.toString(value));
                        acknowledge(first, KEYS_AT_A_TIME, value);
                    }
                    case 1 -> {
                        int counter = attemptCounter();
                        long value = attempt(first, 1);
                        client.setAndIncrement(keys[first], Long.toString(value), counter(counter));
                        acknowledge(first, 1, value);
                        countersAcknowledged.incrementAndGet(counter);
                    }
                    case 2, 3 -> {
                        int counter = attemptCounter();
                        client.increment(counter(counter));
                        countersAcknowledged.incrementAndGet(counter);
                    }
                    default -> {
                        long value = attempt(first, 1);
                        client.set(keys[first], Long.toString(value));
                        acknowledge(first, 1, value);
                    }
                }
                return true;
            } catch (JedisException e) {
                onError(client, e);
                return false;
            }
        }

        private long attempt(int first, int count) {
            number++;
            Arrays.fill(keysAttempted, first, first + count, number);
            return number;
        }

        private void acknowledge(int first, int count, long value) {
            Arrays.fill(keysAcknowledged, first, first + count, value);
        }

        private int attemptCounter() {
            int counter = random.nextInt(COUNTERS);
            countersAttempted.incrementAndGet(counter);
            return counter;
        }

        private void onError(Client client, JedisException e) {
            String message = String.valueOf(e.getMessage());
            boolean refused = e instanceof JedisDataException
                    && (message.startsWith("CLUSTERDOWN ") || message.startsWith("TRYAGAIN "));
            if (!refused && !(e instanceof JedisConnectionException)) {
                wrong.add(e);
                return;
            }
            retryable.merge(message, 1, Integer::sum);
            client.reconnect();
        }
    }
}
