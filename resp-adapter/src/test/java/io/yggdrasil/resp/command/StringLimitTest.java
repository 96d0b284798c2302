package io.yggdrasil.resp.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.yggdrasil.resp.command.bitmap.BitmapCommands;
import io.yggdrasil.resp.command.string.StringCommands;
import org.junit.jupiter.api.Test;

/** The limit of strings is read at each use, and every command that grows a string keeps it. */
final class StringLimitTest {
    private long bytesMax = 10;
    private final StringLimit limit = new StringLimit(() -> bytesMax);
    private final CommandTester redis = new CommandTester(new StringCommands(limit), new BitmapCommands(limit));

    @Test
    void growth_stopsAtTheLimit() {
        String error = "-ERR string exceeds maximum allowed size (proto-max-bulk-len)";
        redis.check("SET k 12345678", "OK");
        redis.check("APPEND k 90", "10");
        redis.check("APPEND k 1", error);
        redis.check("SETRANGE k 9 ab", error);
        redis.check("SETRANGE k 9 a", "10");
        redis.check("SETBIT k 79 1", "1");
        redis.check("SETBIT k 80 1", "-ERR bit offset is not an integer or out of range");
        bytesMax = 11;
        redis.check("SETBIT k 80 1", "0");
        redis.check("STRLEN k", "11");
    }

    @Test
    void sum_overflow_isRefused() {
        assertEquals(10, limit.sum(4, 6));
        assertThrows(RedisException.class, () -> limit.sum(Long.MAX_VALUE, 1));
        bytesMax = Long.MAX_VALUE;
        assertThrows(RedisException.class, () -> limit.sum(Integer.MAX_VALUE, 1));
    }
}
