package io.yggdrasil.resp.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import io.yggdrasil.resp.keyspace.Expiry;
import io.yggdrasil.resp.keyspace.Key;
import io.yggdrasil.resp.keyspace.ValueType;
import io.yggdrasil.resp.wire.Request;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Runs the same random requests against commands of ours and against a redis-server, and compares every reply byte for
 * byte and every expiry to within seconds. A family's test extends it; {@code -Dyggdrasil.seed=N} repeats a run and
 * {@code -Dyggdrasil.requests=N} makes it longer.
 */
@NullMarked
public abstract class DifferentialTest {
    private static final int REQUESTS = 10_000;
    private static final int BATCH = 50;
    private static final int HISTORY = 2_000;
    private static final int HISTORY_SHOWN = 12;
    private static final long EXPIRY_TOLERANCE_MILLIS = 20_000;

    private final Deque<byte[][]> history = new ArrayDeque<>();

    /** The families under test. */
    protected abstract CommandFamily[] families();

    /** Makes the requests. */
    protected abstract RequestGenerator generator();

    /** Options for the redis-server. */
    protected String[] serverOptions() {
        return new String[0];
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void randomRequests_areAnsweredAsByRedis(int protocol) throws IOException {
        long seed = Long.getLong("yggdrasil.seed", System.nanoTime());
        CommandTester ours = new CommandTester(families()).protocol(protocol);
        Dice dice = new Dice(seed);
        RequestGenerator generator = generator();
        int requests = Integer.getInteger("yggdrasil.requests", REQUESTS);
        try (RedisServer redis = RedisServer.start(serverOptions())) {
            redis.run("HELLO", Integer.toString(protocol));
            for (int done = 0; done < requests; done += BATCH) {
                resetList(ours, redis);
                List<byte[][]> batch = new ArrayList<>();
                for (int i = 0; i < BATCH; i++) {
                    batch.add(generator.next(dice));
                }
                compare(batch, ours, redis, generator, seed);
                compareExpiries(ours, redis, seed);
            }
        }
    }

    private static void resetList(CommandTester ours, RedisServer redis) throws IOException {
        redis.run("DEL", Dice.LIST_KEY);
        redis.run("RPUSH", Dice.LIST_KEY, "element");
        ours.keyspace().putOther(Key.of(Dice.LIST_KEY), ValueType.LIST);
    }

    private void compare(
            List<byte[][]> batch, CommandTester ours, RedisServer redis, RequestGenerator generator, long seed)
            throws IOException {
        for (byte[][] request : batch) {
            redis.send(request);
        }
        redis.flush();
        ours.nowMillis(System.currentTimeMillis());
        for (byte[][] request : batch) {
            remember(request);
            byte[] expected = redis.receive();
            byte[] actual = answer(ours, request, seed);
            if (!Arrays.equals(expected, actual)) {
                String wanted =
                        generator.canonical(request, Reply.parse(expected)).toString();
                String given = generator.canonical(request, Reply.parse(actual)).toString();
                if (!wanted.equals(given)
                        || Reply.parse(expected).type() != Reply.parse(actual).type()) {
                    assertEquals(wanted, given, report(request, seed));
                    fail("types differ: " + Reply.escape(expected) + " " + Reply.escape(actual) + " "
                            + report(request, seed));
                }
            }
        }
    }

    private byte[] answer(CommandTester ours, byte[][] request, long seed) {
        try {
            return ours.bytes(Request.of(request));
        } catch (RuntimeException | Error e) {
            throw new AssertionError(report(request, seed), e);
        }
    }

    private void compareExpiries(CommandTester ours, RedisServer redis, long seed) throws IOException {
        for (String key : Dice.KEYS) {
            long expected = redis.run("PEXPIRETIME", key).integer();
            long actual = ours.keyspace().expiry(Key.of(key));
            long comparable = actual == Expiry.NONE ? -1 : actual;
            if (expected < 0 || comparable < 0 || Math.abs(expected - comparable) > EXPIRY_TOLERANCE_MILLIS) {
                assertEquals(expected, comparable, () -> "expiry: " + report(Dice.request("PEXPIRETIME", key), seed));
            }
        }
    }

    private void remember(byte[][] request) {
        history.addFirst(request);
        if (history.size() > HISTORY) {
            history.removeLast();
        }
    }

    /** The request, the latest ones about its keys, and the seed. */
    private String report(byte[][] request, long seed) {
        List<byte[][]> related = new ArrayList<>();
        for (byte[][] earlier : history) {
            if (related.size() < HISTORY_SHOWN && sharesKey(earlier, request)) {
                related.add(0, earlier);
            }
        }
        StringBuilder out = new StringBuilder("seed " + seed + ": ").append(show(request));
        out.append("\n  after, among others:");
        for (byte[][] earlier : related) {
            out.append("\n    ").append(show(earlier));
        }
        return out.append('\n').toString();
    }

    /** Whether an argument that may be a key, as it begins with no digit, is in both. */
    private static boolean sharesKey(byte[][] a, byte[][] b) {
        return Arrays.stream(a)
                .skip(1)
                .filter(argument -> argument.length > 0 && (argument[0] < '-' || argument[0] > '9'))
                .anyMatch(argument -> Arrays.stream(b).skip(1).anyMatch(other -> Arrays.equals(argument, other)));
    }

    private static String show(byte[][] request) {
        StringBuilder out = new StringBuilder();
        for (byte[] argument : request) {
            out.append('"').append(Reply.escape(argument)).append("\" ");
        }
        return out.toString();
    }
}
