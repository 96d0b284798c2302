package io.yggdrasil.resp.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.yggdrasil.resp.command.RedisServer;
import io.yggdrasil.resp.waiting.Talk;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every command of the plan finds what it asks for, in a Redis. */
final class CollectionWorkTest {
    @Test
    void words_afterTheFill_findTheirCollections() throws Exception {
        try (RedisServer redis = RedisServer.start();
                Talk talk = new Talk(redis.port())) {
            CollectionFiller.fill(new Endpoint("127.0.0.1", redis.port()));
            for (String type : List.of("LLEN list", "HLEN hash", "SCARD set", "ZCARD zset", "XLEN stream")) {
                assertEquals(":" + CollectionFiller.LARGE, talk.say(type + ":large"), type);
            }
            assertEquals(":20", talk.say("HLEN hash:" + CollectionFiller.name(CollectionFiller.SMALL - 1)));
            for (CollectionWork work : CollectionWork.all()) {
                if (work.before() != null) {
                    assertAnswered(talk, work, work.before());
                }
                assertAnswered(talk, work, work.words());
            }
        }
    }

    private static void assertAnswered(Talk talk, CollectionWork work, List<String> words) {
        String request = String.join(
                " ",
                words.stream()
                        .map(word -> word.contains(" ") ? '"' + word + '"' : word)
                        .toList());
        String reply = talk.say(request.replace(CollectionFiller.RANDOM, CollectionFiller.name(9_999)));
        assertFalse(reply.startsWith("-") || reply.startsWith("*-1") || reply.startsWith("$-1"), work + ": " + reply);
    }
}
