package io.yggdrasil.resp.command.hyperloglog;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.yggdrasil.resp.command.Command;
import io.yggdrasil.resp.command.CommandTester;
import io.yggdrasil.resp.command.RedisServer;
import io.yggdrasil.resp.command.bitmap.BitmapCommands;
import io.yggdrasil.resp.command.string.StringCommands;
import io.yggdrasil.resp.keyspace.Expiry;
import io.yggdrasil.resp.keyspace.Key;
import io.yggdrasil.resp.keyspace.ValueType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** HyperLogLogs: answers, encodings, errors, and the exchange of values with a redis-server. */
final class HyperLogLogCommandsTest {
    private static final String NOT_ONE = "-WRONGTYPE Key is not a valid HyperLogLog string value.";
    private static final String CORRUPT = "-INVALIDOBJ Corrupted HLL object detected";

    private int sparseBytesMax = HyperLogLogCommands.SPARSE_BYTES_MAX;
    private final CommandTester redis = new CommandTester(
            new StringCommands(), new BitmapCommands(), new HyperLogLogCommands(() -> sparseBytesMax));

    private void add(String key, int from, int to) {
        for (int i = from; i < to; i++) {
            redis.run("PFADD", key, "element:" + i);
        }
    }

    @Test
    void pfadd_saysWhetherTheEstimateMayHaveChanged() {
        redis.check("PFADD h", "1");
        redis.check("PFADD h", "0");
        redis.check("PFADD h a b c", "1");
        redis.check("PFADD h c a", "0");
        redis.check("PFCOUNT h", "3");
        redis.check("PFCOUNT none", "0");
        redis.check("PFADD h ", "1");
        redis.check("PFCOUNT h", "4");
    }

    @Test
    void pfadd_withoutChange_leavesTheValueAlone() {
        add("h", 0, 100);
        Key key = Key.of("h");
        Object version = redis.keyspace().version(key);
        byte[] value = redis.string("h");
        redis.check("PFADD h element:5 element:6", "0");
        assertSame(value, redis.string("h"));
        assertEquals(version, redis.keyspace().version(key));
    }

    @Test
    void pfcount_keepsTheCountInTheValue() {
        redis.line("PFADD h a b c");
        redis.check("GETRANGE h 15 15", "\"\\x80\"");
        redis.check("PFCOUNT h", "3");
        redis.check("GETRANGE h 8 15", "\"\\x03" + "\\x00".repeat(7) + "\"");
        redis.line("PFADD h a b c");
        redis.check("GETRANGE h 15 15", "\"\\x00\"");
        redis.line("SETRANGE h 8 \u0009");
        redis.check("PFCOUNT h", "9");
        redis.line("PFADD h d");
        redis.check("PFCOUNT h", "4");
    }

    @Test
    void encoding_turnsDenseAtTheLimit() {
        redis.line("PFADD h a");
        redis.check("PFDEBUG ENCODING h", "sparse");
        redis.check("PFDEBUG DECODE h", "\"" + redis.line("PFDEBUG DECODE h").text() + "\"");
        assertTrue(redis.line("PFDEBUG DECODE h").text().matches("Z:\\d+ v:\\d+,1 Z:\\d+"));
        add("h", 0, 5_000);
        redis.check("PFDEBUG ENCODING h", "dense");
        redis.check("STRLEN h", "12304");
        redis.check("PFDEBUG DECODE h", "-ERR HLL encoding is not sparse");
        sparseBytesMax = 30;
        add("small", 0, 10);
        redis.check("PFDEBUG ENCODING small", "dense");
        redis.check("PFCOUNT small", "10");
    }

    @Test
    void todense_keepsCountAndExpiry() {
        add("h", 0, 50);
        redis.line("GETEX h PXAT 9999999999999");
        String count = redis.line("PFCOUNT h").toString();
        redis.check("PFDEBUG TODENSE h", "1");
        redis.check("PFDEBUG TODENSE h", "0");
        redis.check("PFDEBUG ENCODING h", "dense");
        redis.check("PFCOUNT h", count);
        redis.line("SETBIT h 120 1");
        redis.check("PFCOUNT h", count);
        assertEquals(9_999_999_999_999L, redis.keyspace().expiry(Key.of("h")));
        assertEquals(16_384, redis.line("PFDEBUG GETREG h").all().size());
    }

    @Test
    void pfcount_isWithinThreeStandardErrors() {
        int[] sizes = {10, 100, 1_000, 10_000, 100_000};
        int added = 0;
        for (int size : sizes) {
            add("h", added, size);
            added = size;
            long count = redis.line("PFCOUNT h").integer();
            assertTrue(Math.abs(count - size) <= Math.max(1, size * 3 * 0.0081), "size=" + size + " count=" + count);
        }
    }

    @Test
    void unionAndMerge_agree() {
        add("a", 0, 500);
        add("b", 250, 9_000);
        redis.line("PFADD c x y");
        long union = redis.line("PFCOUNT a b c none").integer();
        redis.check("PFMERGE target a b c none", "OK");
        assertEquals(union, redis.line("PFCOUNT target").integer());
        redis.check("PFMERGE a b c", "OK");
        assertEquals(union, redis.line("PFCOUNT a").integer());
        redis.check("PFMERGE fresh", "OK");
        redis.check("PFCOUNT fresh", "0");
        redis.check("PFDEBUG ENCODING fresh", "sparse");
    }

    @Test
    void wrongValues_areErrors() {
        redis.keyspace().putOther(Key.of("list"), ValueType.LIST);
        redis.check("PFADD list x", "-WRONGTYPE Operation against a key holding the wrong kind of value");
        redis.line("SET s text");
        redis.check("PFADD s x", NOT_ONE);
        redis.check("PFCOUNT s", NOT_ONE);
        redis.check("PFCOUNT none s", NOT_ONE);
        redis.check("PFMERGE none s", NOT_ONE);
        assertNull(redis.string("none"));
        redis.check("PFDEBUG DECODE s", NOT_ONE);
        redis.check("PFDEBUG DECODE none", "-ERR The specified key does not exist");
        redis.line("PFADD h x");
        redis.check("PFDEBUG FOO h", "-ERR Unknown PFDEBUG subcommand 'FOO'");
        redis.check("PFDEBUG DECODE h more", "-ERR wrong number of arguments for 'pfdebug' command");
        redis.line("SETRANGE h 4 x");
        redis.check("PFCOUNT h", NOT_ONE);
    }

    @Test
    void corruptSparseValues_areDetected() {
        redis.line("PFADD h a b c");
        redis.line("APPEND h hello");
        redis.check("PFCOUNT h", CORRUPT);
        redis.line("PFADD behind a b c");
        redis.keyspace().putString(Key.of("behind"), append(redis.string("behind"), 0x83), Expiry.NONE);
        redis.check("PFCOUNT behind", CORRUPT);
        redis.check("PFCOUNT behind none", CORRUPT);
        redis.check("PFMERGE target behind", CORRUPT);
        redis.check("PFDEBUG TODENSE behind", CORRUPT);
        redis.line("PFADD cut a b c");
        byte[] cut = Arrays.copyOf(redis.string("cut"), 17);
        redis.keyspace().putString(Key.of("cut"), cut, Expiry.NONE);
        redis.check("PFCOUNT cut other", CORRUPT);
        redis.check("PFADD cut d e f", CORRUPT);
        redis.check("PFMERGE target cut", CORRUPT);
        redis.check("PFDEBUG GETREG cut", CORRUPT);
        assertArrayEquals(cut, redis.string("cut"));
    }

    private static byte[] append(byte[] value, int last) {
        byte[] longer = Arrays.copyOf(value, value.length + 1);
        longer[value.length] = (byte) last;
        return longer;
    }

    @Test
    void pfselftest_passes() {
        redis.check("PFSELFTEST", "OK");
    }

    @Test
    void pfcount_isShownAsReadOnlyAndLockedAsAWriter() {
        Command pfcount = redis.table().find("pfcount");
        assertTrue(pfcount.isReadOnly());
        assertTrue(pfcount.isWrite());
        assertEquals("[READ, HYPERLOGLOG, SLOW]", pfcount.categories().toString());
    }

    @Test
    void values_areExchangedWithRedis() throws IOException {
        try (RedisServer server = RedisServer.start()) {
            byte[] key = "h".getBytes(StandardCharsets.UTF_8);
            for (int size : new int[] {0, 1, 10, 300, 1_500, 3_000, 50_000}) {
                byte[][] request = new byte[size + 2][];
                request[0] = "PFADD".getBytes(StandardCharsets.UTF_8);
                request[1] = key;
                for (int i = 0; i < size; i++) {
                    request[i + 2] = ("user:" + size + ":" + i).getBytes(StandardCharsets.UTF_8);
                }
                redis.run(request);
                server.run(request);
                byte[] theirs = server.run("GET", "h").bytes();
                assertArrayEquals(theirs, redis.string("h"), "size=" + size);
                redis.keyspace().putString(Key.of("theirs"), theirs, Expiry.NONE);
                server.run(
                        "SET".getBytes(StandardCharsets.UTF_8),
                        "ours".getBytes(StandardCharsets.UTF_8),
                        redis.string("h"));
                assertEquals(server.run("PFCOUNT", "ours"), redis.line("PFCOUNT theirs"), "size=" + size);
                assertArrayEquals(server.run("GET", "ours").bytes(), redis.string("theirs"), "size=" + size);
            }
        }
    }
}
