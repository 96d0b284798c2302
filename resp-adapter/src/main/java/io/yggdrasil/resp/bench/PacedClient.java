package io.yggdrasil.resp.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * A load at a fixed rate, whatever the server does (open loop): requests, half of them GET and half SET, leave at instants
 * that were drawn beforehand, and a latency counts from the instant at which its request was due. So a server that stalls
 * is charged with all the requests that it kept waiting.
 *
 * <p>Two threads: one sends, one receives. For each line of its standard input it prints one of what came since the last
 * one: requests a second, then p50, p99 and p99.9 in milliseconds. It ends with its input.
 */
public final class PacedClient {
    private static final int CONNECTIONS = 16;
    private static final int IN_FLIGHT_MAX = 1 << 16;
    private static final int READ_BYTES = 64 << 10;

    private final List<Connection> connections = new ArrayList<>();
    private final Histogram latencies = new Histogram(60_000_000_000L, 3);
    private final byte[] value;
    private final int keys;
    private long countedFrom = System.nanoTime();
    private volatile boolean stopped;
    private final AtomicInteger linesWanted = new AtomicInteger();

    private PacedClient(int keys, int valueBytes) {
        this.keys = keys;
        this.value =
                ("$" + valueBytes + "\r\n" + "x".repeat(valueBytes) + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Arguments: host, port, requests a second, keys, value bytes. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        PacedClient client = new PacedClient(Integer.parseInt(arguments[3]), Integer.parseInt(arguments[4]));
        client.run(new InetSocketAddress(arguments[0], Integer.parseInt(arguments[1])), Integer.parseInt(arguments[2]));
    }

    private void run(InetSocketAddress server, int perSecond) throws IOException, InterruptedException {
        try (Selector selector = Selector.open()) {
            for (int i = 0; i < CONNECTIONS; i++) {
                SocketChannel channel = SocketChannel.open(server);
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                channel.configureBlocking(false);
                Connection connection = new Connection(channel);
                channel.register(selector, SelectionKey.OP_READ, connection);
                connections.add(connection);
            }
            Thread sender = new Thread(() -> send(perSecond), "sender");
            sender.setDaemon(true);
            sender.start();
            Thread input = new Thread(this::readInput, "input");
            input.setDaemon(true);
            input.start();
            receive(selector);
        }
    }

    private void printLine() {
        long now = System.nanoTime();
        System.out.printf(
                java.util.Locale.ROOT,
                "%.1f %.3f %.3f %.3f%n",
                latencies.getTotalCount() / ((now - countedFrom) / 1e9),
                latencies.getValueAtPercentile(50) / 1e6,
                latencies.getValueAtPercentile(99) / 1e6,
                latencies.getValueAtPercentile(99.9) / 1e6);
        System.out.flush();
        latencies.reset();
        countedFrom = now;
    }

    private void readInput() {
        try {
            for (int read = System.in.read(); read >= 0; read = System.in.read()) {
                if (read == '\n') {
                    linesWanted.incrementAndGet();
                }
            }
        } catch (IOException e) {
            System.err.println("standard input failed: " + e.getMessage());
        }
        stopped = true;
    }

    private void receive(Selector selector) throws IOException {
        ByteBuffer input = ByteBuffer.allocateDirect(READ_BYTES);
        while (!stopped) {
            selector.select(100);
            for (SelectionKey key : selector.selectedKeys()) {
                ((Connection) key.attachment()).receive(input);
            }
            selector.selectedKeys().clear();
            if (linesWanted.get() > 0) {
                linesWanted.decrementAndGet();
                printLine();
            }
        }
    }

    /** Requests come as from many clients that know nothing of each other: the time between two is exponential. */
    private void send(int perSecond) {
        SplittableRandom random = new SplittableRandom(1);
        double meanNanos = 1e9 / perSecond;
        long due = System.nanoTime();
        try {
            for (int i = 0; !stopped; i = (i + 1) % CONNECTIONS) {
                due += (long) (-Math.log(1 - random.nextDouble()) * meanNanos);
                for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                    LockSupport.parkNanos(left);
                }
                connections.get(i).send(due, random.nextInt(keys), random.nextBoolean());
            }
        } catch (IOException e) {
            System.err.println("sending failed: " + e.getMessage());
            System.exit(1);
        }
    }

    /** A connection and when each request whose reply is awaited was due. One thread sends, another receives. */
    private final class Connection {
        private final SocketChannel channel;
        private final ByteBuffer output = ByteBuffer.allocateDirect(64 + value.length);
        private final long[] dueTimes = new long[IN_FLIGHT_MAX];
        private final AtomicInteger sent = new AtomicInteger();
        private final AtomicInteger received = new AtomicInteger();
        private final ReplyCounter replies = new ReplyCounter();

        Connection(SocketChannel channel) {
            this.channel = channel;
            replies.expect(1);
        }

        void send(long due, int key, boolean isRead) throws IOException {
            while (sent.get() - received.get() == IN_FLIGHT_MAX) {
                LockSupport.parkNanos(1_000_000);
            }
            output.clear();
            output.put(isRead ? GET : SET);
            KeyName.put(output, key);
            output.put(CRLF);
            if (!isRead) {
                output.put(value);
            }
            output.flip();
            dueTimes[sent.get() & IN_FLIGHT_MAX - 1] = due;
            sent.incrementAndGet();
            while (output.hasRemaining()) {
                if (channel.write(output) == 0) {
                    LockSupport.parkNanos(100_000);
                }
            }
        }

        void receive(ByteBuffer input) throws IOException {
            input.clear();
            if (channel.read(input) < 0) {
                throw new IOException("the server closed the connection");
            }
            input.flip();
            long now = System.nanoTime();
            while (received.get() != sent.get() && replies.consume(input)) {
                long due = dueTimes[received.get() & IN_FLIGHT_MAX - 1];
                received.incrementAndGet();
                latencies.recordValue(Math.max(0, now - due));
                replies.expect(1);
            }
        }
    }

    private static final byte[] GET = "*2\r\n$3\r\nGET\r\n$16\r\nkey:".getBytes(StandardCharsets.ISO_8859_1);
    private static final byte[] SET = "*3\r\n$3\r\nSET\r\n$16\r\nkey:".getBytes(StandardCharsets.ISO_8859_1);
    private static final byte[] CRLF = {'\r', '\n'};
}
