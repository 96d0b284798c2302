package io.yggdrasil.resp.replica;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;

/** A client that changes keys of every type at random, and by every way that Redis passes on in its own form. */
@NullMarked
public final class RandomWrites {
    /** The databases that are written to. */
    public static final int[] DATABASES = {0, 3};

    private static final int KEYS = 40;
    private static final int ELEMENTS = 200;

    private final Random random;
    private int database;

    /** Writes that are the same for the same seed. */
    public RandomWrites(long seed) {
        this.random = new Random(seed);
    }

    /** Begins to write on a thread of its own, until it is told to stop or the server goes away. */
    public static Running start(int port, long seed) {
        AtomicBoolean stop = new AtomicBoolean();
        AtomicLong count = new AtomicLong();
        Thread thread = new Thread(
                () -> {
                    try (Jedis redis = new Jedis("127.0.0.1", port, 60_000)) {
                        RandomWrites writes = new RandomWrites(seed);
                        while (!stop.get()) {
                            writes.write(redis);
                            count.incrementAndGet();
                        }
                    } catch (JedisConnectionException e) {
                        stop.set(true); // The server was killed, as the test wants it.
                    }
                },
                "random-writes");
        thread.start();
        return new Running(thread, stop, count);
    }

    /** A client at work. */
    public record Running(Thread thread, AtomicBoolean stop, AtomicLong count) implements AutoCloseable {
        @Override
        public void close() {
            stop.set(true);
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** One change, or an error of a command that does not fit the key. */
    public void write(Jedis redis) {
        if (random.nextInt(200) == 0) {
            database = DATABASES[random.nextInt(DATABASES.length)];
            send(redis, "SELECT", database);
        }
        if (random.nextInt(20) == 0) {
            send(redis, "MULTI");
            for (int left = 1 + random.nextInt(5); left > 0; left--) {
                change(redis);
            }
            send(redis, "EXEC");
        } else {
            change(redis);
        }
    }

    private void change(Jedis redis) {
        switch (random.nextInt(8)) {
            case 0 -> string(redis);
            case 1 -> list(redis);
            case 2 -> set(redis);
            case 3 -> zset(redis);
            case 4 -> hash(redis);
            case 5 -> stream(redis);
            case 6 -> key(redis);
            default -> odd(redis);
        }
    }

    private void string(Jedis redis) {
        String key = "string" + one(KEYS);
        switch (random.nextInt(12)) {
            case 0 -> send(redis, "SET", key, value());
            case 1 -> send(redis, "SET", key, value(), "EX", "1000");
            case 2 -> send(redis, "SETRANGE", key, one(50), "xyz");
            case 3 -> send(redis, "APPEND", key, "more");
            case 4 -> send(redis, "INCRBYFLOAT", "number" + one(KEYS), "0.1");
            case 5 -> send(redis, "INCR", "count" + one(KEYS));
            case 6 -> send(redis, "GETDEL", key);
            case 7 -> send(redis, "GETEX", key, "PX", "100000");
            case 8 ->
                send(redis, "BITFIELD", "bits" + one(5), "SET", "u8", one(100), one(256), "INCRBY", "i5", "3", "1");
            case 9 -> send(redis, "PFADD", "hll" + one(5), value(), value());
            case 10 -> send(redis, "MSET", key, value(), "string" + one(KEYS), value());
            default -> send(redis, "PSETEX", "short" + one(KEYS), 1 + one(80), value());
        }
    }

    private void list(Jedis redis) {
        String key = "list" + one(KEYS);
        switch (random.nextInt(9)) {
            case 0, 1 -> send(redis, "RPUSH", key, value(), value(), value());
            case 2 -> send(redis, "LPUSH", key, value());
            case 3 -> send(redis, "LPOP", key);
            case 4 -> send(redis, "LMPOP", "2", key, "list" + one(KEYS), "RIGHT", "COUNT", "2");
            case 5 -> send(redis, "LMOVE", key, "list" + one(KEYS), "LEFT", "RIGHT");
            case 6 -> send(redis, "LINSERT", key, "BEFORE", value(), "between");
            case 7 -> send(redis, "LTRIM", key, "0", "100");
            default -> send(redis, "BLPOP", key, "0.001");
        }
    }

    private void set(Jedis redis) {
        String key = "set" + one(KEYS);
        switch (random.nextInt(6)) {
            case 0, 1 -> send(redis, "SADD", key, element(), element(), one(1000));
            case 2 -> send(redis, "SPOP", key);
            case 3 -> send(redis, "SPOP", key, one(5));
            case 4 -> send(redis, "SMOVE", key, "set" + one(KEYS), element());
            default -> send(redis, "SUNIONSTORE", "set" + one(KEYS), key, "set" + one(KEYS));
        }
    }

    private void zset(Jedis redis) {
        String key = "zset" + one(KEYS);
        switch (random.nextInt(7)) {
            case 0, 1 -> send(redis, "ZADD", key, one(1000) / 8.0, element(), one(100), element());
            case 2 -> send(redis, "ZINCRBY", key, "0.25", element());
            case 3 -> send(redis, "ZPOPMIN", key, one(3));
            case 4 -> send(redis, "ZMPOP", "1", key, "MAX");
            case 5 -> send(redis, "ZRANGESTORE", "zset" + one(KEYS), key, "0", "20");
            default -> send(redis, "GEOADD", "geo" + one(5), "13.3", "38.1", element());
        }
    }

    private void hash(Jedis redis) {
        String key = "hash" + one(KEYS);
        switch (random.nextInt(5)) {
            case 0, 1 -> send(redis, "HSET", key, element(), value(), element(), value());
            case 2 -> send(redis, "HDEL", key, element(), element());
            case 3 -> send(redis, "HINCRBYFLOAT", key, "float", "1.5");
            default -> send(redis, "HINCRBY", key, "count", one(100));
        }
    }

    private void stream(Jedis redis) {
        String key = "stream" + one(6);
        switch (random.nextInt(10)) {
            case 0, 1 -> send(redis, "XADD", key, "*", "field", value());
            case 2 -> send(redis, "XADD", key, "MAXLEN", "~", "50", "*", "field", value());
            case 3 -> send(redis, "XTRIM", key, "MAXLEN", "30");
            case 4 -> send(redis, "XGROUP", "CREATE", key, "group", "0", "MKSTREAM");
            case 5 -> send(redis, "XREADGROUP", "GROUP", "group", "c" + one(3), "COUNT", "5", "STREAMS", key, ">");
            case 6 -> send(redis, "XAUTOCLAIM", key, "group", "c" + one(3), "0", "0", "COUNT", "2");
            case 7 -> send(redis, "XREADGROUP", "GROUP", "group", "c" + one(3), "NOACK", "STREAMS", key, ">");
            case 8 -> send(redis, "XGROUP", "DELCONSUMER", key, "group", "c" + one(3));
            default -> send(redis, "XGROUP", "SETID", key, "group", "$");
        }
    }

    private void key(Jedis redis) {
        switch (random.nextInt(8)) {
            case 0 -> send(redis, "DEL", any());
            case 1 -> send(redis, "UNLINK", any(), any());
            case 2 -> send(redis, "RENAME", any(), any());
            case 3 -> send(redis, "COPY", any(), any(), "REPLACE");
            case 4 -> send(redis, "MOVE", any(), database == 0 ? "3" : "0");
            case 5 -> send(redis, "EXPIRE", any(), 1000 + one(1000));
            case 6 -> send(redis, "PERSIST", any());
            default -> send(redis, "PEXPIRE", any(), one(60));
        }
    }

    private void odd(Jedis redis) {
        switch (random.nextInt(40)) {
            case 0 -> send(redis, "SWAPDB", "0", "3");
            case 1 -> send(redis, one(10) == 0 ? "FLUSHDB" : "PING");
            case 2, 3, 4, 5 ->
                send(
                        redis,
                        "EVAL",
                        "redis.call('incr', KEYS[1]); return redis.call('rpush', KEYS[2], ARGV[1], redis.call('time')[1])",
                        "2",
                        "count" + one(KEYS),
                        "list" + one(KEYS),
                        "scripted");
            case 6, 7 -> send(redis, "SORT", "set" + one(KEYS), "ALPHA", "STORE", "list" + one(KEYS));
            case 8 -> send(redis, "PUBLISH", "channel", "message");
            case 9 -> send(redis, "PFCOUNT", "hll" + one(5));
            case 10 -> send(redis, "BITOP", "XOR", "string" + one(KEYS), "string" + one(KEYS), "string" + one(KEYS));
            default -> send(redis, "SETEX", "string" + one(KEYS), "1000", value());
        }
    }

    private String any() {
        String[] kinds = {"string", "list", "set", "zset", "hash", "count"};
        return kinds[random.nextInt(kinds.length)] + one(KEYS);
    }

    private String element() {
        return "element" + one(ELEMENTS);
    }

    private byte[] value() {
        byte[] bytes = new byte[random.nextInt(random.nextInt(50) == 0 ? 3_000 : 40)];
        random.nextBytes(bytes);
        return bytes;
    }

    private int one(int below) {
        return random.nextInt(below);
    }

    private static @Nullable Object send(Jedis redis, Object... words) {
        byte[][] arguments = new byte[words.length - 1][];
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = words[i + 1] instanceof byte[] bytes
                    ? bytes
                    : words[i + 1].toString().getBytes(UTF_8);
        }
        try {
            return redis.sendCommand(() -> words[0].toString().getBytes(UTF_8), arguments);
        } catch (JedisDataException e) {
            return null; // The key holds something else, which is as good.
        }
    }
}
