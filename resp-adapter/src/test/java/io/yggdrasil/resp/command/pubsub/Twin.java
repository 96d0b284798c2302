package io.yggdrasil.resp.command.pubsub;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.yggdrasil.resp.command.Reply;
import io.yggdrasil.resp.command.Tee;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.NullMarked;

/** One client of a redis-server and of ours at once: it sends both the same, and what comes back must be the same. */
@NullMarked
public final class Twin implements AutoCloseable {
    private final Side redis;
    private final Side ours;

    /** Connects to the servers at two ports. */
    public Twin(int redisPort, int ourPort) {
        redis = new Side(redisPort);
        ours = new Side(ourPort);
    }

    /** Sends a request, given word by word, and compares so many values that come back, which it returns. */
    public List<String> ask(int values, String... words) {
        send(words);
        return same(values);
    }

    /** Numbers of this client at redis-server and ours. */
    public List<String> ids() {
        return each(1, "CLIENT", "ID").stream()
                .map(reply -> reply.get(0).substring(1).trim())
                .toList();
    }

    /** As {@link #ask}; the word {@code ID} stands for a number that each server has its own of. */
    public List<String> askAs(List<String> ids, int values, String... words) {
        String text = String.join(" ", words);
        redis.send(text.replace("ID", ids.get(0)).split(" "));
        ours.send(text.replace("ID", ids.get(1)).split(" "));
        return same(values);
    }

    /** Sends a request to both. */
    public void send(String... words) {
        redis.send(words);
        ours.send(words);
    }

    /** Compares the next values from both and returns them as bytes, one character each. */
    public List<String> same(int values) {
        List<String> expected = redis.receive(values);
        List<String> actual = ours.receive(values);
        assertEquals(expected, actual);
        return actual;
    }

    /** All that came before now, in any order, and the answer to a PING; {@code mark} must not have been sent before. */
    public List<String> pushes(String mark) {
        send("PING", mark);
        List<String> expected = redis.receiveUntil(mark);
        List<String> actual = ours.receiveUntil(mark);
        Collections.sort(expected);
        Collections.sort(actual);
        assertEquals(expected, actual);
        return actual;
    }

    /** As {@link #pushes}, in the order in which they came. */
    public List<String> pushesInOrder(String mark) {
        send("PING", mark);
        List<String> expected = redis.receiveUntil(mark);
        List<String> actual = ours.receiveUntil(mark);
        assertEquals(String.join("", expected), String.join("", actual));
        return actual;
    }

    /** What came from our server only. */
    public List<String> ours(int values) {
        return ours.receive(values);
    }

    /** Whether both have closed the connection. */
    public boolean isClosedByBoth() {
        return redis.isAtEnd() && ours.isAtEnd();
    }

    /** The values of both without comparing them, those of redis-server first. */
    public List<List<String>> each(int values, String... words) {
        send(words);
        return List.of(redis.receive(values), ours.receive(values));
    }

    @Override
    public void close() {
        redis.close();
        ours.close();
    }

    private static final class Side {
        private final Socket socket;
        private final Tee in;

        Side(int port) {
            try {
                socket = new Socket(InetAddress.getLoopbackAddress(), port);
                socket.setTcpNoDelay(true);
                socket.setSoTimeout(20_000);
                in = new Tee(new BufferedInputStream(socket.getInputStream()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        void send(String... words) {
            StringBuilder out = new StringBuilder("*" + words.length + "\r\n");
            for (String word : words) {
                out.append('$')
                        .append(word.length())
                        .append("\r\n")
                        .append(word)
                        .append("\r\n");
            }
            try {
                socket.getOutputStream().write(out.toString().getBytes(StandardCharsets.ISO_8859_1));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        String receive() {
            try {
                in.forget();
                Reply.read(in);
                return new String(in.seen(), StandardCharsets.ISO_8859_1);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        List<String> receive(int values) {
            List<String> all = new ArrayList<>();
            for (int i = 0; i < values; i++) {
                all.add(receive());
            }
            return all;
        }

        List<String> receiveUntil(String mark) {
            List<String> all = new ArrayList<>();
            do {
                all.add(receive());
            } while (!all.get(all.size() - 1).contains(mark));
            return all;
        }

        boolean isAtEnd() {
            try {
                return in.read() < 0;
            } catch (IOException e) {
                return true;
            }
        }

        void close() {
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
