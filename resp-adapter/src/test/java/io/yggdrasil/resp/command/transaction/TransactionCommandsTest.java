package io.yggdrasil.resp.command.transaction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.yggdrasil.resp.command.CommandTester;
import io.yggdrasil.resp.command.string.StringCommands;
import org.junit.jupiter.api.Test;

final class TransactionCommandsTest {
    private final CommandTester redis = new CommandTester(new TransactionCommands(), new StringCommands());

    @Test
    void multi_opensOneTransaction() {
        redis.check("MULTI", "OK");
        assertNotNull(redis.session().transaction());
        redis.check("MULTI", "-ERR MULTI calls can not be nested");
        redis.check("WATCH a", "-ERR WATCH inside MULTI is not allowed");
    }

    @Test
    void discard_endsTransactionAndWatch() {
        redis.check("DISCARD", "-ERR DISCARD without MULTI");
        redis.line("WATCH a");
        redis.line("MULTI");
        redis.check("DISCARD", "OK");
        assertNull(redis.session().transaction());
        assertEquals(0, redis.session().watchedCount());
    }

    @Test
    void watch_remembersTheFirstVersion() {
        redis.line("SET a 1");
        Object first = redis.keyspace().version(io.yggdrasil.resp.keyspace.Key.of("a"));
        redis.check("WATCH a b a", "OK");
        redis.line("SET a 2");
        redis.check("WATCH a", "OK");
        assertEquals(2, redis.session().watchedCount());
        assertEquals(first, redis.session().watched().get(0).version());
        assertNull(redis.session().watched().get(1).version().entry());
        redis.check("UNWATCH", "OK");
        assertEquals(0, redis.session().watchedCount());
    }
}
