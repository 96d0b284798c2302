package io.yggdrasil.resp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.yggdrasil.resp.command.string.StringCommands;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

final class ServerFixtureTest {
    @Test
    void start_servesRedisAndIgniteClients() {
        try (ServerFixture fixture = ServerFixture.start(new StringCommands());
                Jedis jedis = fixture.jedis();
                var thin = fixture.thinClient()) {
            assertEquals("PONG", jedis.ping());
            assertEquals("OK", jedis.set("greeting", "hello"));
            assertEquals("hello", jedis.get("greeting"));
            assertEquals(
                    "hello",
                    new String((byte[]) thin.cache("db0").get("greeting"), java.nio.charset.StandardCharsets.UTF_8));
        }
    }
}
