package io.yggdrasil.resp.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.HdrHistogram.Histogram;

/**
 * A light load client: one thread, some connections, each with a fixed number of requests under way. Prints one line:
 * requests a second, then p50, p99 and p99.9 in milliseconds. A first part of the run, to warm up, is not counted.
 */
public final class LoadClient {
    private static final double WARM_UP_SHARE = 0.3;
    private static final int READ_BYTES = 256 << 10;

    private final Workload workload;
    private final byte[] value;
    private final SplittableRandom random = new SplittableRandom(1);
    private final Histogram latencies = new Histogram(60_000_000_000L, 3);
    private final ByteBuffer input = ByteBuffer.allocateDirect(READ_BYTES);
    private long counted;

    private LoadClient(Workload workload) {
        this.workload = workload;
        this.value = "x".repeat(workload.valueBytes()).getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Arguments: host, port, operation, value bytes, pipeline, connections, keys, milliseconds. */
    public static void main(String[] arguments) throws IOException {
        Workload workload = new Workload(
                Workload.Operation.valueOf(arguments[2]),
                Integer.parseInt(arguments[3]),
                Integer.parseInt(arguments[4]),
                Integer.parseInt(arguments[5]),
                Integer.parseInt(arguments[6]));
        InetSocketAddress server = new InetSocketAddress(arguments[0], Integer.parseInt(arguments[1]));
        new LoadClient(workload).run(server, Long.parseLong(arguments[7]));
    }

    private void run(InetSocketAddress server, long millis) throws IOException {
        try (Selector selector = Selector.open()) {
            for (int i = 0; i < workload.connections(); i++) {
                SocketChannel channel = SocketChannel.open(server);
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                channel.configureBlocking(false);
                Client client = new Client(channel);
                channel.register(selector, SelectionKey.OP_READ, client);
                client.send();
            }
            long start = System.nanoTime();
            long countFrom = start + (long) (millis * WARM_UP_SHARE * 1_000_000);
            long end = start + millis * 1_000_000;
            boolean counting = false;
            long now = start;
            while (now < end) {
                selector.select(100);
                now = System.nanoTime();
                if (!counting && now >= countFrom) {
                    counting = true;
                    countFrom = now;
                }
                for (SelectionKey key : selector.selectedKeys()) {
                    ((Client) key.attachment()).onReadable(counting, key);
                }
                selector.selectedKeys().clear();
            }
            double seconds = (now - countFrom) / 1e9;
            System.out.printf(
                    java.util.Locale.ROOT,
                    "%.1f %.3f %.3f %.3f%n",
                    counted / seconds,
                    latencies.getValueAtPercentile(50) / 1e6,
                    latencies.getValueAtPercentile(99) / 1e6,
                    latencies.getValueAtPercentile(99.9) / 1e6);
        }
    }

    /** One connection: a batch of requests goes out, its replies are counted, the next batch goes out. */
    private final class Client {
        private final SocketChannel channel;
        private final ByteBuffer output;
        private final ReplyCounter replies = new ReplyCounter();
        private long sentAt;

        Client(SocketChannel channel) {
            this.channel = channel;
            int perKey = 64 + value.length;
            output = ByteBuffer.allocateDirect(
                    workload.pipeline() * (64 + workload.operation().keysPerRequest() * perKey));
        }

        void send() throws IOException {
            output.clear();
            for (int i = 0; i < workload.pipeline(); i++) {
                putRequest();
            }
            output.flip();
            sentAt = System.nanoTime();
            replies.expect(workload.pipeline());
            channel.write(output);
        }

        void onReadable(boolean counting, SelectionKey key) throws IOException {
            if (output.hasRemaining()) {
                channel.write(output);
            }
            input.clear();
            int read = channel.read(input);
            if (read < 0) {
                throw new IOException("the server closed the connection");
            }
            input.flip();
            if (replies.consume(input)) {
                if (counting) {
                    latencies.recordValueWithCount(System.nanoTime() - sentAt, workload.pipeline());
                    counted += workload.pipeline();
                }
                send();
            }
            key.interestOps(
                    output.hasRemaining() ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
        }

        private void putRequest() {
            switch (workload.operation()) {
                case GET -> putGet();
                case SET -> putSet();
                case INCR -> putHeader("*2\r\n$4\r\nINCR\r\n", "counter:");
                case MSET -> {
                    put("*21\r\n$4\r\nMSET\r\n");
                    for (int i = 0; i < workload.operation().keysPerRequest(); i++) {
                        putKey("key:");
                        putValue();
                    }
                }
                case COLLECTION -> throw new IllegalStateException("this client knows no collections");
                case MIXED -> {
                    if (random.nextInt(5) == 0) {
                        putSet();
                    } else {
                        putGet();
                    }
                }
            }
        }

        private void putGet() {
            putHeader("*2\r\n$3\r\nGET\r\n", "key:");
        }

        private void putSet() {
            putHeader("*3\r\n$3\r\nSET\r\n", "key:");
            putValue();
        }

        private void putHeader(String header, String prefix) {
            put(header);
            putKey(prefix);
        }

        private void putKey(String prefix) {
            put("$" + (prefix.length() + 12) + "\r\n" + prefix);
            KeyName.put(output, random.nextInt(workload.keys()));
            put("\r\n");
        }

        private void putValue() {
            put("$" + value.length + "\r\n");
            output.put(value);
            put("\r\n");
        }

        private void put(String text) {
            for (int i = 0; i < text.length(); i++) {
                output.put((byte) text.charAt(i));
            }
        }
    }
}
