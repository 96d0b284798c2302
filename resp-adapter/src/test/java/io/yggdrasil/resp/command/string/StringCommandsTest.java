package io.yggdrasil.resp.command.string;

import io.yggdrasil.resp.command.CommandTester;
import org.junit.jupiter.api.Test;

/** Whole strings: what is stored comes back. */
final class StringCommandsTest {
    private final CommandTester redis = new CommandTester(new StringCommands());

    @Test
    void set_thenGet_givesTheValue() {
        redis.check("GET k", "nil");
        redis.check("SET k v", "OK");
        redis.check("get k", "\"v\"");
        redis.check("GET", "-ERR wrong number of arguments for 'get' command");
    }
}
