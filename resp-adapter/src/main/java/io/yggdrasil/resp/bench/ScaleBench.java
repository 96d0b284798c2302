package io.yggdrasil.resp.bench;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigRenderOptions;
import io.yggdrasil.resp.bench.CollectionFiller.Kind;
import io.yggdrasil.resp.client.ServerConnection;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * What an element costs in a large collection and in a small one: the median time of commands that read or change one, and the
 * memory that it takes.
 *
 * <p>One connection asks for elements at random, one at a time and in pipelines, of the small and the large collection of a type
 * and of the servers by turns.
 */
final class ScaleBench {
    static final int FEW = 1_000;
    private static final int PIPELINE = 16;
    private static final int BATCHES_MAX = 1 << 18;

    private final int many;
    private final int rounds;
    private final long millis;
    private final PrintWriter console;
    private final SplittableRandom random = new SplittableRandom(1);
    private final List<Map<String, Object>> rows = new ArrayList<>();

    /**
     * Makes a bench.
     *
     * @param many elements of the large collections; the small ones have {@link #FEW}
     * @param rounds how often each is measured
     * @param millis how long at a time
     * @param console told how it goes
     */
    ScaleBench(int many, int rounds, long millis, PrintWriter console) {
        this.many = many;
        this.rounds = rounds;
        this.millis = millis;
        this.console = console;
    }

    /** A command on the element with a number, of a collection of so many elements. */
    @FunctionalInterface
    private interface OnElement {
        List<String> words(String key, int element, int elements);
    }

    private record Operation(Kind kind, String title, OnElement command) {}

    private static final List<Operation> OPERATIONS = List.of(
            new Operation(Kind.LIST, "LINDEX", (key, i, n) -> List.of("LINDEX", key, String.valueOf(i))),
            new Operation(Kind.LIST, "LSET", (key, i, n) -> List.of("LSET", key, String.valueOf(i), value(i))),
            new Operation(Kind.HASH, "HGET", (key, i, n) -> List.of("HGET", key, CollectionFiller.name(i))),
            new Operation(Kind.HASH, "HSET", (key, i, n) -> List.of("HSET", key, CollectionFiller.name(i), value(i))),
            new Operation(Kind.SET, "SISMEMBER", (key, i, n) -> List.of("SISMEMBER", key, CollectionFiller.name(i))),
            new Operation(
                    Kind.SET,
                    "SADD or SREM",
                    (key, i, n) -> List.of((i & 1) == 0 ? "SADD" : "SREM", key, CollectionFiller.name(i >> 1))),
            new Operation(Kind.SORTED_SET, "ZSCORE", (key, i, n) -> List.of("ZSCORE", key, CollectionFiller.name(i))),
            new Operation(Kind.SORTED_SET, "ZRANK", (key, i, n) -> List.of("ZRANK", key, CollectionFiller.name(i))),
            new Operation(
                    Kind.SORTED_SET,
                    "ZADD",
                    (key, i, n) -> List.of("ZADD", key, String.valueOf((i * 7L) % n), CollectionFiller.name(i))),
            new Operation(
                    Kind.STREAM, "XRANGE COUNT 1", (key, i, n) -> List.of("XRANGE", key, i + "-1", "+", "COUNT", "1")),
            new Operation(
                    Kind.STREAM,
                    "XADD MAXLEN",
                    (key, i, n) -> List.of("XADD", key, "MAXLEN", String.valueOf(n), "*", "f", value(i))));

    private static String value(int element) {
        String number = CollectionFiller.name(element);
        return number + CollectionFiller.VALUE.substring(number.length());
    }

    /** Runs it; returns what was found, as JSON. The servers are emptied before. */
    String run(List<ServerUnderTest> servers) throws IOException {
        Map<String, Object> memory = fill(servers);
        say("p50 in microseconds of a command, by its collection's size; medians of %d rounds", rounds);
        for (Operation operation : OPERATIONS) {
            for (int pipeline : new int[] {1, PIPELINE}) {
                compare(servers, operation, pipeline);
            }
        }
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("elements", List.of(FEW, many));
        all.put("bytesPerElement", memory);
        all.put("p50Micros", rows);
        return ConfigFactory.parseMap(all)
                .root()
                .render(ConfigRenderOptions.concise().setFormatted(true).setJson(true));
    }

    private Map<String, Object> fill(List<ServerUnderTest> servers) throws IOException {
        Map<String, Object> all = new LinkedHashMap<>();
        for (ServerUnderTest server : servers) {
            server.flush();
            Map<String, Object> byKind = new LinkedHashMap<>();
            try (CollectionFiller filler = new CollectionFiller(server.endpoint())) {
                for (Kind kind : Kind.values()) {
                    filler.fill(kind, "" + FEW, FEW);
                    filler.await();
                    long before = Long.parseLong(server.info("used_memory"));
                    filler.fill(kind, "" + many, many);
                    filler.await();
                    double bytes = (Long.parseLong(server.info("used_memory")) - before) / (double) many;
                    byKind.put(kind.name(), bytes);
                    say("%-12s %-10s %6.1f bytes of used_memory an element", server.name(), kind, bytes);
                }
            }
            all.put(server.name(), byKind);
        }
        return all;
    }

    private void compare(List<ServerUnderTest> servers, Operation operation, int pipeline) throws IOException {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("command", operation.title());
        row.put("pipeline", pipeline);
        StringBuilder line = new StringBuilder(
                String.format(Locale.ROOT, "%-15s", operation.title() + (pipeline == 1 ? "" : " -P" + pipeline)));
        for (ServerUnderTest server : servers) {
            double[] few = new double[rounds];
            double[] large = new double[rounds];
            double[] ratios = new double[rounds];
            try (ServerConnection connection = ServerConnection.open(new InetSocketAddress(
                    server.endpoint().host(), server.endpoint().port()))) {
                median(connection, operation, pipeline, FEW, 3 * millis);
                median(connection, operation, pipeline, many, 3 * millis);
                for (int round = 0; round < rounds; round++) {
                    few[round] = median(connection, operation, pipeline, FEW, millis);
                    large[round] = median(connection, operation, pipeline, many, millis);
                    ratios[round] = large[round] / few[round];
                }
            }
            double ratio = median(ratios, rounds);
            line.append(String.format(
                    Locale.ROOT,
                    " | %s %,d: %6.1f  %,d: %6.1f  %5.2fx",
                    server.name(),
                    FEW,
                    median(few, rounds),
                    many,
                    median(large, rounds),
                    ratio));
            row.put(server.name(), Map.of("few", median(few, rounds), "many", median(large, rounds), "ratio", ratio));
        }
        rows.add(row);
        say("%s", line);
    }

    /** The median time of a command in microseconds; with a pipeline, that of a batch by its length. */
    private double median(ServerConnection server, Operation operation, int pipeline, int elements, long forMillis)
            throws IOException {
        String key = operation.kind().key("" + elements);
        double[] micros = new double[BATCHES_MAX];
        byte[][][] batch = new byte[pipeline][][];
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(forMillis);
        int taken = 0;
        while (taken < BATCHES_MAX && System.nanoTime() < end) {
            for (int i = 0; i < pipeline; i++) {
                batch[i] = operation.command().words(key, random.nextInt(elements), elements).stream()
                        .map(ServerConnection::bytes)
                        .toArray(byte[][]::new);
            }
            long start = System.nanoTime();
            for (byte[][] words : batch) {
                server.send(words);
            }
            server.flush();
            for (int i = 0; i < pipeline; i++) {
                server.skip();
            }
            micros[taken++] = (System.nanoTime() - start) / 1000.0 / pipeline;
        }
        return median(micros, taken);
    }

    private static double median(double[] of, int count) {
        double[] sorted = Arrays.copyOf(of, count);
        Arrays.sort(sorted);
        return sorted[count / 2];
    }

    private void say(String format, Object... arguments) {
        console.println(String.format(Locale.ROOT, format, arguments));
        console.flush();
    }
}
