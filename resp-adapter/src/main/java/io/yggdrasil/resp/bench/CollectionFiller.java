package io.yggdrasil.resp.bench;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Stores what the workloads of {@link BenchPlan#COLLECTIONS} ask for: {@link #SMALL} collections of each type with 20 or 100
 * elements, one of each with {@link #LARGE}, and as many strings.
 */
final class CollectionFiller implements AutoCloseable {
    /** Number of small collections of each type. */
    static final int SMALL = 10_000;

    /** Elements of the large collection of each type. */
    static final int LARGE = 100_000;

    /** What stands in place of a number below the one that redis-benchmark is given. */
    static final String RANDOM = "__rand_int__";

    static final String GROUP = "readers";
    static final String VALUE = "x".repeat(16);

    private static final int BATCH = 100;

    private final Socket socket;
    private final OutputStream out;
    private final InputStream in;
    private int awaited;

    private CollectionFiller(Endpoint server) throws IOException {
        socket = new Socket(server.host(), server.port());
        out = new BufferedOutputStream(socket.getOutputStream(), 1 << 16);
        in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
    }

    static void fill(Endpoint server) throws IOException {
        try (CollectionFiller filler = new CollectionFiller(server)) {
            for (int i = 0; i < SMALL; i++) {
                filler.fillOne(name(i), 20, 100);
            }
            filler.fillOne("large", LARGE, LARGE);
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

    private void fillOne(String name, int few, int many) throws IOException {
        for (int from = 0; from < many; from += BATCH) {
            List<String> list = command("RPUSH", "list:" + name);
            List<String> sortedSet = command("ZADD", "zset:" + name);
            for (int i = from; i < Math.min(many, from + BATCH); i++) {
                list.add(VALUE);
                sortedSet.addAll(List.of(String.valueOf(i), name(i)));
            }
            send(list);
            send(sortedSet);
        }
        for (int from = 0; from < few; from += BATCH) {
            List<String> hash = command("HSET", "hash:" + name);
            List<String> set = command("SADD", "set:" + name);
            for (int i = from; i < Math.min(few, from + BATCH); i++) {
                hash.addAll(List.of(name(i), VALUE));
                set.add(name(i));
            }
            send(hash);
            send(set);
        }
        for (int i = 0; i < few; i++) {
            send(List.of("XADD", "stream:" + name, "*", "f", VALUE));
        }
        send(List.of("XGROUP", "CREATE", "stream:" + name, GROUP, "0"));
    }

    private static List<String> command(String name, String key) {
        return new ArrayList<>(List.of(name, key));
    }

    private void send(List<String> words) throws IOException {
        StringBuilder text = new StringBuilder("*").append(words.size()).append("\r\n");
        for (String word : words) {
            text.append('$').append(word.length()).append("\r\n").append(word).append("\r\n");
        }
        out.write(text.toString().getBytes(StandardCharsets.US_ASCII));
        if (++awaited == BATCH) {
            await();
        }
    }

    private void await() throws IOException {
        out.flush();
        for (; awaited > 0; awaited--) {
            String line = line();
            if (line.startsWith("-")) {
                throw new IOException("the server answered " + line + " while it was being filled");
            }
            if (line.startsWith("$")) {
                line();
            }
        }
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new IOException("the server closed the connection while it was being filled");
            }
            line.append((char) b);
        }
        return line.toString().strip();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
