package io.yggdrasil.resp.command.generic;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.yggdrasil.resp.command.CommandTester;
import io.yggdrasil.resp.command.Dice;
import io.yggdrasil.resp.command.Reply;
import io.yggdrasil.resp.command.stream.StreamCommands;
import io.yggdrasil.resp.rdb.DumpPayload;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Streams as Redis 5 and 7.2 wrote them, byte by byte. */
final class StreamRestoreTest {
    private static final String ID = "0000000000000005" + "0000000000000001";

    /** Entries 5-1 (a=x), 5-2 (deleted), 6-1 (b=y). */
    private static final String NODE = "10" + ID + "38" + "38000000" + "1900"
            + "0201" + "0101" + "0101" + "816102" + "0001" // 2 entries, 1 deleted, 1 name: a.
            + "0201" + "0001" + "0001" + "817802" + "0401"
            + "0301" + "0001" + "0101" + "817a02" + "0401"
            + "0001" + "0101" + "0001" + "0101" + "816202" + "817902" + "0601"
            + "ff";

    private static final String PENDING = ID + "e803000000000000" + "03";
    private static final String SEEN = "d007000000000000";

    private final CommandTester redis = new CommandTester(new StreamCommands(name -> 100), new GenericCommands());

    private Reply restore(String digits) {
        byte[] payload = DumpPayload.seal(HexFormat.of().parseHex(digits));
        return redis.run(Dice.request("RESTORE", "k", "0", payload, "REPLACE"));
    }

    private static String facts(String type) {
        return type.equals("0f") ? "02" + "0700" : "02" + "0700" + "0501" + "0502" + "09";
    }

    private static String stream(String type, String more) {
        return type + "01" + NODE + facts(type) + more;
    }

    /** Read up to 5-1; a consumer c has it. */
    private static String group(String type) {
        String read = type.equals("0f") ? "" : "01";
        String active = type.equals("15") ? "b80b000000000000" : "";
        return "01" + "0167" + "0501" + read + "01" + PENDING + "01" + "0163" + SEEN + active + "01" + ID;
    }

    @Test
    void restore_ofRedis5_countsTheEntriesThatAreThere() {
        assertEquals("OK", restore(stream("0f", group("0f"))).text());
        redis.check("XRANGE k - +", "[[\"5-1\", [\"a\", \"x\"]], [\"6-1\", [\"b\", \"y\"]]]");
        redis.check("XPENDING k g", "[1, \"5-1\", \"5-1\", [[\"c\", \"1\"]]]");
        redis.check(
                "XINFO GROUPS k",
                "[[\"name\", \"g\", \"consumers\", 1, \"pending\", 1, \"last-delivered-id\", \"5-1\", "
                        + "\"entries-read\", 1, \"lag\", 1]]");
        redis.check("XADD k 7-* n v", "\"7-1\"");
    }

    @Test
    void restore_ofRedis72_keepsWhenAConsumerWasActive() {
        assertEquals("OK", restore(stream("15", group("15"))).text());
        redis.nowMillis(10_000);
        redis.check("XINFO CONSUMERS k g", "[[\"name\", \"c\", \"pending\", 1, \"idle\", 8000, \"inactive\", 7000]]");
        redis.check("XPENDING k g - + 9", "[[\"5-1\", \"c\", 9000, 3]]");
    }

    @Test
    void restore_whatDoesNotAddUp_isRefused() {
        String good = stream("13", group("13"));
        assertEquals("OK", restore(good).text());
        String[] damaged = {
            good.replace("01" + "0163", "00"),
            stream("13", group("13").replaceFirst("^01", "02") + group("13").substring(2)),
            good.replace("0401", "0501"),
            good.replace("02" + "0700" + "0501", "02" + "0500" + "0501"),
            good.substring(0, good.length() - 2),
            good.substring(0, good.length() - 32) + "00".repeat(16),
        };
        for (int i = 0; i < damaged.length; i++) {
            assertEquals("ERR Bad data format", restore(damaged[i]).text(), i + ": " + damaged[i]);
        }
        redis.check("XLEN k", "2");
    }

    @Test
    void dump_ofAStream_isOfTheVersionThatHasItsType() {
        redis.check("XADD k 1-1 n v", "\"1-1\"");
        byte[] payload = redis.run("DUMP", "k").bytes();
        assertEquals(19, payload[0], new String(payload, ISO_8859_1));
        assertEquals(10, payload[payload.length - 10]);
    }
}
