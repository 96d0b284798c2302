package io.yggdrasil.resp.bench;

import io.yggdrasil.resp.client.ServerConnection;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Stores collections. Element {@code i} of each is, holds or is numbered {@link #name}{@code (i)}, from 0 on. */
final class CollectionFiller implements AutoCloseable {
    /** Number of small collections of each type that {@link #fill} makes. */
    static final int SMALL = 10_000;

    /** Elements of the large collection of each type that {@link #fill} makes. */
    static final int LARGE = 100_000;

    /** What stands in place of a number below the one that redis-benchmark is given. */
    static final String RANDOM = "__rand_int__";

    static final String GROUP = "readers";
    static final String VALUE = "x".repeat(16);

    private static final int BATCH = 100;

    private final ServerConnection connection;
    private int awaited;

    CollectionFiller(Endpoint server) throws IOException {
        connection = ServerConnection.open(new InetSocketAddress(server.host(), server.port()));
    }

    /** A type of collections, and how its keys begin. */
    enum Kind {
        LIST("list:"),
        HASH("hash:"),
        SET("set:"),
        SORTED_SET("zset:"),
        STREAM("stream:");

        private final String prefix;

        Kind(String prefix) {
            this.prefix = prefix;
        }

        String key(String name) {
            return prefix + name;
        }
    }

    /**
     * Stores what the workloads of {@link BenchPlan#COLLECTIONS} ask for: {@link #SMALL} collections of each type with 20 or 100
     * elements, one of each with {@link #LARGE}, and as many strings.
     */
    static void fill(Endpoint server) throws IOException {
        try (CollectionFiller filler = new CollectionFiller(server)) {
            for (int i = 0; i < SMALL; i++) {
                filler.fillOfEach(name(i), 20, 100);
            }
            filler.fillOfEach("large", LARGE, LARGE);
            for (int i = 0; i < LARGE; i++) {
                filler.send(List.of("SET", "key:" + name(i), VALUE));
            }
            filler.await();
        }
    }

    /** A number as redis-benchmark writes it. */
    static String name(int number) {
        return String.format(Locale.ROOT, "%012d", number);
    }

    private void fillOfEach(String name, int few, int many) throws IOException {
        for (Kind kind : Kind.values()) {
            fill(kind, name, kind == Kind.LIST || kind == Kind.SORTED_SET ? many : few);
        }
        send(List.of("XGROUP", "CREATE", Kind.STREAM.key(name), GROUP, "0"));
    }

    /** Stores one collection; the last commands are under way, up to {@link #await}. */
    void fill(Kind kind, String name, int elements) throws IOException {
        String key = kind.key(name);
        if (kind == Kind.STREAM) {
            for (int i = 0; i < elements; i++) {
                send(List.of("XADD", key, i + "-1", "f", VALUE));
            }
            return;
        }
        for (int from = 0; from < elements; from += BATCH) {
            List<String> words = new ArrayList<>();
            words.add(
                    switch (kind) {
                        case LIST -> "RPUSH";
                        case HASH -> "HSET";
                        case SET -> "SADD";
                        default -> "ZADD";
                    });
            words.add(key);
            for (int i = from; i < Math.min(elements, from + BATCH); i++) {
                switch (kind) {
                    case LIST -> words.add(VALUE);
                    case HASH -> words.addAll(List.of(name(i), VALUE));
                    case SET -> words.add(name(i));
                    default -> words.addAll(List.of(String.valueOf(i), name(i)));
                }
            }
            send(words);
        }
    }

    private void send(List<String> words) throws IOException {
        connection.send(words.stream().map(ServerConnection::bytes).toArray(byte[][]::new));
        if (++awaited == BATCH) {
            await();
        }
    }

    /** Waits until all is stored. */
    void await() throws IOException {
        connection.flush();
        for (; awaited > 0; awaited--) {
            connection.read();
        }
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
