package io.yggdrasil.resp.failover;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.Transaction;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * Keys of all types that tell the same number each, and that a transaction changes to tell the next one. So whoever sees a
 * part of a transaction sees two numbers.
 */
final class Bundle {
    private static final int LARGE = 4_000;
    private static final int AT_ONCE = 500;

    private final String name;
    private final boolean tagged;

    /**
     * @param tagged whether all keys are in one slot
     */
    Bundle(String name, boolean tagged) {
        this.name = name;
        this.tagged = tagged;
    }

    private String key(String of) {
        return tagged ? "{" + name + "}" + of : name + "-" + of;
    }

    /** Makes the keys, which tell 0. */
    Bundle create(Jedis jedis) {
        for (int from = 0; from < LARGE; from += AT_ONCE) {
            try (Pipeline pipeline = jedis.pipelined()) {
                for (int i = from; i < from + AT_ONCE; i++) {
                    pipeline.rpush(key("large list"), "element of a large list " + i);
                    pipeline.hset(key("large hash"), "field of a large hash " + i, "value " + i);
                }
            }
        }
        jedis.set(key("string"), "0");
        jedis.set(key("expiring"), "0");
        jedis.hset(key("hash"), "number", "0");
        jedis.hset(key("large hash"), "number", "0");
        jedis.zadd(key("sorted set"), 0, "number");
        jedis.set(key("even"), "0");
        return this;
    }

    /** Changes all keys in one transaction. */
    void step(Jedis jedis, long next) {
        Transaction all = jedis.multi();
        all.set(key("string"), Long.toString(next));
        all.incr(key("counter"));
        all.psetex(key("expiring"), 10_000_000, Long.toString(next));
        all.hset(key("hash"), "number", Long.toString(next));
        all.rpush(key("list"), "element " + next);
        all.sadd(key("set"), "member " + next);
        all.zadd(key("sorted set"), next, "number");
        all.xadd(key("stream"), new StreamEntryID(next, 0), Map.of("number", Long.toString(next)));
        all.rpush(key("large list"), "element of a large list " + (LARGE + next - 1));
        all.hset(key("large hash"), "field of a large hash " + (LARGE + next), "value");
        all.hset(key("large hash"), "number", Long.toString(next));
        all.del(key(next % 2 == 0 ? "odd" : "even"));
        all.set(key(next % 2 == 0 ? "even" : "odd"), Long.toString(next));
        for (Object reply : all.exec()) {
            if (reply instanceof JedisDataException error) {
                throw error;
            }
        }
    }

    /** The number that all keys tell; fails when they do not agree. */
    long read(Jedis jedis) {
        Transaction all = jedis.multi();
        List<Response<?>> numbers = new ArrayList<>();
        numbers.add(all.get(key("string")));
        numbers.add(all.get(key("counter")));
        numbers.add(all.get(key("expiring")));
        numbers.add(all.hget(key("hash"), "number"));
        numbers.add(all.llen(key("list")));
        numbers.add(all.scard(key("set")));
        numbers.add(all.zscore(key("sorted set"), "number"));
        numbers.add(all.xlen(key("stream")));
        numbers.add(all.hget(key("large hash"), "number"));
        Response<Long> listLength = all.llen(key("large list"));
        Response<Long> hashLength = all.hlen(key("large hash"));
        Response<String> odd = all.get(key("odd"));
        Response<String> even = all.get(key("even"));
        all.exec();
        List<Long> told = new ArrayList<>();
        numbers.forEach(number -> told.add(numberOf(number.get())));
        told.add(listLength.get() - LARGE);
        told.add(hashLength.get() - LARGE - 1);
        told.add(numberOf(odd.get()) + numberOf(even.get()));
        long first = told.get(0);
        assertEquals(told.stream().map(any -> first).toList(), told, name);
        return first;
    }

    private static long numberOf(Object told) {
        return told == null ? 0 : told instanceof Number number ? number.longValue() : Long.parseLong((String) told);
    }

    /** Reads the large collections from one end to the other. */
    void assertComplete(Jedis jedis, long number) {
        List<String> list = jedis.lrange(key("large list"), 0, -1);
        String[] wanted = new String[(int) (LARGE + number)];
        Arrays.setAll(wanted, i -> "element of a large list " + i);
        assertEquals(Arrays.asList(wanted), list);
        Map<String, String> hash = new HashMap<>(jedis.hgetAll(key("large hash")));
        assertEquals(Long.toString(number), hash.remove("number"));
        Set<String> fields = new HashSet<>();
        for (int i = 0; i < LARGE; i++) {
            fields.add("field of a large hash " + i);
        }
        for (long i = 1; i <= number; i++) {
            fields.add("field of a large hash " + (LARGE + i));
        }
        assertEquals(fields, hash.keySet());
    }
}
