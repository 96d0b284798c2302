package io.yggdrasil.resp.bench;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A command on collections, or a script, in the words that redis-benchmark is given.
 *
 * @param title name in reports
 * @param before what is sent as often, uncounted, before each run: it puts there what the command takes; null for nothing
 * @param numbers the random numbers in the words are less than this
 */
record CollectionWork(
        String title, List<String> words, @Nullable List<String> before, int numbers) {
    private static final String SCRIPT = "return redis.call('GET', KEYS[1])";

    /** All of them, on small collections, then on large ones. */
    static List<CollectionWork> all() {
        return List.of(
                small("LPUSH", "LPUSH list:# value", null),
                small("LPOP", "LPOP list:#", "LPUSH list:# value"),
                small("LRANGE(100)", "LRANGE list:# 0 99", null),
                small("HSET", "HSET hash:# 000000000007 value", null),
                small("HGET", "HGET hash:# 000000000007", null),
                small("HGETALL(20)", "HGETALL hash:#", null),
                small("SADD", "SADD set:# 000000000007", null),
                small("SISMEMBER", "SISMEMBER set:# 000000000007", null),
                small("ZADD", "ZADD zset:# # 000000000007", null),
                small("ZRANK", "ZRANK zset:# 000000000007", null),
                small("ZRANGE(100)", "ZRANGE zset:# 0 99", null),
                small("XADD", "XADD stream:# * f value", null),
                small("XREADGROUP", "XREADGROUP GROUP readers c COUNT 1 STREAMS stream:# >", "XADD stream:# * f value"),
                new CollectionWork(
                        "EVAL(GET)",
                        List.of("EVAL", SCRIPT, "1", "key:" + CollectionFiller.RANDOM),
                        null,
                        CollectionFiller.LARGE),
                large("LPUSH", "LPUSH list:large value", null),
                large("LPOP", "LPOP list:large", "LPUSH list:large value"),
                large("LRANGE(100)", "LRANGE list:large 0 99", null),
                large("HSET", "HSET hash:large # value", null),
                large("HGET", "HGET hash:large #", null),
                large("SADD", "SADD set:large #", null),
                large("SISMEMBER", "SISMEMBER set:large #", null),
                large("ZADD", "ZADD zset:large # #", null),
                large("ZRANK", "ZRANK zset:large #", null),
                large("ZRANGE(100)", "ZRANGE zset:large 0 99", null),
                large("XADD", "XADD stream:large * f value", null),
                large(
                        "XREADGROUP",
                        "XREADGROUP GROUP readers c COUNT 1 STREAMS stream:large >",
                        "XADD stream:large * f value"));
    }

    private static CollectionWork small(String title, String words, @Nullable String before) {
        return of(title, words, before, CollectionFiller.SMALL);
    }

    private static CollectionWork large(String title, String words, @Nullable String before) {
        return of(title + " of 100,000", words, before, CollectionFiller.LARGE);
    }

    private static CollectionWork of(String title, String words, @Nullable String before, int numbers) {
        return new CollectionWork(title, words(words), before == null ? null : words(before), numbers);
    }

    private static List<String> words(String text) {
        String filled = text.replace("#", CollectionFiller.RANDOM).replace("value", CollectionFiller.VALUE);
        return List.of(filled.split(" "));
    }
}
