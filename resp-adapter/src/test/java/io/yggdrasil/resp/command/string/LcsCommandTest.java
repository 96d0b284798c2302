package io.yggdrasil.resp.command.string;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.yggdrasil.resp.command.CommandTester;
import io.yggdrasil.resp.keyspace.Expiry;
import io.yggdrasil.resp.keyspace.Key;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** LCS in its four shapes. */
final class LcsCommandTest {
    private final CommandTester redis = new CommandTester(new StringCommands());

    @BeforeEach
    void storeTexts() {
        redis.line("MSET a ohmytext b mynewtext");
    }

    @Test
    void lcs_plainAndLength() {
        redis.check("LCS a b", "\"mytext\"");
        redis.check("LCS a b LEN", "6");
        redis.check("LCS a none", "\"\"");
        redis.check("LCS none none2 LEN", "0");
    }

    @Test
    void lcs_idx_listsRangesFromTheLast() {
        redis.check("LCS a b IDX", "[\"matches\", [[[4, 7], [5, 8]], [[2, 3], [0, 1]]], \"len\", 6]");
        redis.check("LCS a b IDX MINMATCHLEN 4", "[\"matches\", [[[4, 7], [5, 8]]], \"len\", 6]");
        redis.check(
                "LCS a b IDX MINMATCHLEN -1 WITHMATCHLEN",
                "[\"matches\", [[[4, 7], [5, 8], 4], [[2, 3], [0, 1], 2]], \"len\", 6]");
        redis.protocol(3).check("LCS a b IDX MINMATCHLEN 9", "{\"matches\": [], \"len\": 6}");
    }

    @Test
    void lcs_wrongOptions_areErrors() {
        redis.check("LCS a b FOO", "-ERR syntax error");
        redis.check("LCS a b MINMATCHLEN", "-ERR syntax error");
        redis.check("LCS a b IDX MINMATCHLEN x", "-ERR value is not an integer or out of range");
        redis.check("LCS a b IDX LEN", "-ERR If you want both the length and indexes, please just use IDX.");
    }

    @Test
    void lcs_tableOverTheLimit_isRefused() {
        redis.keyspace().putString(Key.of("a"), new byte[20_000], Expiry.NONE);
        redis.keyspace().putString(Key.of("b"), new byte[20_000], Expiry.NONE);
        redis.check("LCS a b LEN", "-ERR Insufficient memory, transient memory for LCS exceeds proto-max-bulk-len");
        redis.keyspace().putString(Key.of("b"), new byte[5_000], Expiry.NONE);
        assertEquals(5_000, redis.line("LCS a b").text().length());
        redis.check("LCS a b LEN", "5000");
    }
}
