package io.yggdrasil.resp.bench;

import io.yggdrasil.resp.server.RawClient;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Writes new keys with values of 16 B to 1 MB (each power of two as likely as any) for a while, and tells what the writers
 * had to wait and how much memory was in use: {@code OverfillLoad PORT SECONDS CONNECTIONS MEGABYTES_PER_SECOND}. A server
 * that evicts has to take it all.
 */
public final class OverfillLoad {
    private static final int MICROS_MAX = 5_000_000;
    private static final int MICROS_PER_BUCKET = 10;
    private static final int SIZE_LOG2_MIN = 4;
    private static final int SIZE_LOG2_MAX = 20;
    private static final int READS_PER_WRITE_LOG2 = 1;

    private final int port;
    private final AtomicIntegerArray buckets = new AtomicIntegerArray(MICROS_MAX / MICROS_PER_BUCKET + 1);
    private final AtomicLong slowestNanos = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicInteger writes = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private volatile boolean stopped;

    private OverfillLoad(int port) {
        this.port = port;
    }

    /** Runs the load and prints what it saw. */
    public static void main(String[] arguments) throws InterruptedException {
        int seconds = Integer.parseInt(arguments[1]);
        int connections = Integer.parseInt(arguments[2]);
        long bytesPerSecond = Long.parseLong(arguments[3]) << 20;
        new OverfillLoad(Integer.parseInt(arguments[0])).run(seconds, connections, bytesPerSecond);
    }

    private void run(int seconds, int connections, long bytesPerSecond) throws InterruptedException {
        List<Thread> writers = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            int number = i;
            Thread writer = new Thread(() -> write(number, bytesPerSecond / connections));
            writers.add(writer);
            writer.start();
        }
        double least = Double.MAX_VALUE;
        double most = 0;
        try (RawClient client = new RawClient(port)) {
            for (int second = 0; second < seconds; second++) {
                TimeUnit.SECONDS.sleep(1);
                String memory = info(client, "memory");
                double share = 100.0 * number(memory, "eviction_held") / number(memory, "eviction_watermark");
                double used = 100.0 * number(memory, "used_memory") / number(memory, "eviction_watermark");
                boolean full = number(info(client, "stats"), "evicted_keys") > 0;
                least = full ? Math.min(least, share) : least;
                most = full ? Math.max(most, used) : most;
                if (second % 10 == 9) {
                    System.out.printf(
                            "%4d s: %d writes, %d MB, %d refused, slowest %.1f ms, held %.2f %%, used %.2f %% of the"
                                    + " watermark%n",
                            second + 1,
                            writes.get(),
                            bytes.get() >> 20,
                            refused.get(),
                            slowestNanos.get() / 1e6,
                            share,
                            used);
                }
            }
            stopped = true;
            for (Thread writer : writers) {
                writer.join();
            }
            System.out.printf(
                    "writes=%d bytes=%d refused=%d p50=%.2f ms p99=%.2f ms p99.9=%.2f ms max=%.1f ms held>=%.2f %% used<=%.2f"
                            + " %% evicted=%d%n",
                    writes.get(),
                    bytes.get(),
                    refused.get(),
                    quantile(0.5),
                    quantile(0.99),
                    quantile(0.999),
                    slowestNanos.get() / 1e6,
                    least,
                    most,
                    number(info(client, "stats"), "evicted_keys"));
        }
    }

    private void write(int number, long bytesPerSecond) {
        Random random = new Random(number);
        byte[] value = new byte[1 << SIZE_LOG2_MAX];
        random.nextBytes(value);
        long start = System.nanoTime();
        long sent = 0;
        try (RawClient client = new RawClient(port)) {
            for (long i = 0; !stopped; i++) {
                int size = (int) Math.pow(2, SIZE_LOG2_MIN + random.nextDouble() * (SIZE_LOG2_MAX - SIZE_LOG2_MIN));
                byte[] request = request("key:" + number + ':' + i, value, size);
                long began = System.nanoTime();
                String reply = client.send(request).line();
                note(System.nanoTime() - began, reply, size);
                sent += size;
                if (i % (1 << READS_PER_WRITE_LOG2) == 0 && i > 0) {
                    read(client, "key:" + number + ':' + (i - random.nextInt((int) Math.min(i, 1000))));
                }
                long due = start + (long) (sent * 1e9 / bytesPerSecond);
                LockSupport.parkNanos(due - System.nanoTime());
            }
        }
    }

    private static byte[] request(String key, byte[] value, int size) {
        byte[] head = ("*3\r\n$3\r\nSET\r\n$" + key.length() + "\r\n" + key + "\r\n$" + size + "\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        byte[] request = new byte[head.length + size + 2];
        System.arraycopy(head, 0, request, 0, head.length);
        System.arraycopy(value, 0, request, head.length, size);
        request[head.length + size] = '\r';
        request[head.length + size + 1] = '\n';
        return request;
    }

    private static void read(RawClient client, String key) {
        int length = Integer.parseInt(client.send("GET " + key + "\r\n").line().substring(1));
        if (length >= 0) {
            client.skip(length + 2L);
        }
    }

    private void note(long nanos, String reply, int size) {
        writes.incrementAndGet();
        if (reply.equals("+OK")) {
            bytes.addAndGet(size);
        } else if (refused.incrementAndGet() == 1) {
            System.out.println("first refusal: " + reply + " size=" + size);
        }
        buckets.incrementAndGet((int) Math.min(MICROS_MAX, nanos / 1000) / MICROS_PER_BUCKET);
        slowestNanos.accumulateAndGet(nanos, Math::max);
    }

    private double quantile(double share) {
        long wanted = (long) (writes.get() * share);
        long seen = 0;
        for (int i = 0; i < buckets.length(); i++) {
            seen += buckets.get(i);
            if (seen > wanted) {
                return i * MICROS_PER_BUCKET / 1000.0;
            }
        }
        return MICROS_MAX / 1000.0;
    }

    private static String info(RawClient client, String section) {
        int length =
                Integer.parseInt(client.send("INFO " + section + "\r\n").line().substring(1));
        return client.read(length + 2);
    }

    private static long number(String text, String field) {
        int at = text.indexOf("\n" + field + ":") + field.length() + 2;
        return Long.parseLong(text.substring(at, text.indexOf('\r', at)));
    }
}
