package io.yggdrasil.resp.command.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.yggdrasil.resp.command.CommandTester;
import io.yggdrasil.resp.command.Reply;
import io.yggdrasil.resp.command.generic.GenericCommands;
import io.yggdrasil.resp.command.string.StringCommands;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@link StreamDifferentialTest} cannot compare: times, ids of the present, and what Redis 7.2 says in its own way. */
final class StreamCommandsTest {
    private static final String LAST_ID = "18446744073709551615-18446744073709551615";

    private final CommandTester redis = new CommandTester(
            new StreamCommands(name -> name.equals("stream-node-max-entries") ? 10 : 0),
            new GenericCommands(),
            new StringCommands());

    private void add(String key, int from, int to) {
        for (int i = from; i < to; i++) {
            redis.check("XADD " + key + " " + i + "-0 number " + i, "\"" + i + "-0\"");
        }
    }

    /** A fact of a reply that is a flat map. */
    private static Reply fact(Reply facts, String name) {
        for (int i = 0; i + 1 < facts.all().size(); i += 2) {
            if (facts.at(i).text().equals(name)) {
                return facts.at(i + 1);
            }
        }
        throw new AssertionError(name + " is not in " + facts);
    }

    private String group(String fact) {
        return fact(redis.line("XINFO GROUPS s").at(0), fact).toString();
    }

    @Test
    void xadd_withoutId_takesTheTimeAndNeverGoesBack() {
        redis.nowMillis(1000);
        redis.check("XADD s * f v", "\"1000-0\"");
        redis.check("XADD s * f v", "\"1000-1\"");
        redis.nowMillis(900);
        redis.check("XADD s * f v", "\"1000-2\"");
        redis.check("XADD s 2000-18446744073709551615 f v", "\"2000-18446744073709551615\"");
        redis.check("XADD s * f v", "\"2001-0\"");
        redis.nowMillis(3000);
        redis.check("XADD s * f v", "\"3000-0\"");
    }

    @Test
    void xadd_atTheEndOfIds_isRefused() {
        redis.check("XADD s 5-18446744073709551615 f v", "\"5-18446744073709551615\"");
        redis.check(
                "XADD s 5-* f v", "-ERR The ID specified in XADD is equal or smaller than the target stream top item");
        redis.check("XADD s " + LAST_ID + " f v", "\"" + LAST_ID + "\"");
        redis.check("XADD s * f v", "-ERR The stream has exhausted the last possible ID, unable to add more items");
        redis.check("XRANGE s (" + LAST_ID + " +", "-ERR invalid start ID for the interval");
        redis.check("XRANGE s - (0-0", "-ERR invalid end ID for the interval");
        redis.check("XREAD STREAMS s " + LAST_ID, "nil");
        redis.check("XREVRANGE s + (5-18446744073709551614 COUNT 1", "[[\"" + LAST_ID + "\", [\"f\", \"v\"]]]");
    }

    @Test
    void xadd_ofNoStream_makesOneUnlessToldNotTo() {
        redis.check("XADD s NOMKSTREAM * f v", "nil");
        redis.check("EXISTS s", "0");
        redis.check("XADD s 0-* f v", "\"0-1\"");
        redis.check("XDEL s 0-1", "1");
        redis.check("EXISTS s", "1");
        redis.check("TYPE s", "stream");
        redis.check("OBJECT ENCODING s", "\"stream\"");
        redis.check("SET s string", "OK");
        redis.check("XADD s * f v", "-WRONGTYPE Operation against a key holding the wrong kind of value");
        redis.check("XADD s 0-0 f v", "-ERR The ID specified in XADD must be greater than 0-0");
    }

    @Test
    void xtrim_approximately_removesWholeChunksOfEntries() {
        add("s", 1, 36);
        redis.check("XTRIM s MINID ~ 10", "0");
        redis.check("XTRIM s MINID ~ 11", "10");
        redis.check("XTRIM s MAXLEN ~ 6 LIMIT 9", "0");
        redis.check("XTRIM s MAXLEN ~ 6 LIMIT 12", "10");
        redis.check("XTRIM s MAXLEN ~ 6 LIMIT 0", "0");
        redis.check("XTRIM s MAXLEN ~ 5", "10");
        redis.check("XTRIM s MAXLEN 3", "2");
        redis.check("XADD s MAXLEN ~ 0 LIMIT 3 99-0 f v", "\"99-0\"");
        redis.check("XLEN s", "4");
        redis.check("XADD s MINID ~ 200 100-0 f v", "\"100-0\"");
        redis.check("XLEN s", "0");
    }

    @Test
    void xdel_ofTheLastChunk_letsTheNextEntryBeginAnother() {
        add("s", 1, 12);
        redis.check("XDEL s 11-0", "1");
        add("s", 12, 14);
        redis.check("XTRIM s MAXLEN ~ 2", "10");
        assertEquals("1", fact(redis.line("XINFO STREAM s"), "radix-tree-keys").toString());
    }

    @Test
    void xsetid_belowWhatWasDeleted_isRefused() {
        add("s", 1, 5);
        redis.check("XDEL s 4-0", "1");
        redis.check("XSETID s 3-5", "-ERR The ID specified in XSETID is smaller than current max_deleted_entry_id");
        redis.check("XDEL s 2-0", "1");
        redis.check(
                "XSETID s 4-0 ENTRIESADDED 1",
                "-ERR The entries_added specified in XSETID is smaller than the target" + " stream length");
        redis.check(
                "XSETID s 5-0 MAXDELETEDID 6-0",
                "-ERR The ID specified in XSETID is smaller than the provided" + " max_deleted_entry_id");
        redis.check("XSETID s 9-0 ENTRIESADDED 70 MAXDELETEDID 8-0", "OK");
        Reply facts = redis.line("XINFO STREAM s");
        assertEquals("\"9-0\"", fact(facts, "last-generated-id").toString());
        assertEquals("\"8-0\"", fact(facts, "max-deleted-entry-id").toString());
        assertEquals("70", fact(facts, "entries-added").toString());
        redis.check("XSETID none 9-0", "-ERR no such key");
    }

    @Test
    void lag_afterDeletions_isKnownWhereNothingIsMissingAhead() {
        add("s", 1, 6);
        redis.check("XGROUP CREATE s g 0", "OK");
        assertEquals("5", group("lag"));
        redis.line("XREADGROUP GROUP g c COUNT 2 STREAMS s >");
        assertEquals("2", group("entries-read"));
        assertEquals("3", group("lag"));
        redis.check("XDEL s 4-0", "1");
        assertEquals("nil", group("lag"));
        redis.line("XREADGROUP GROUP g c COUNT 1 STREAMS s >");
        assertEquals("nil", group("entries-read"));
        redis.line("XREADGROUP GROUP g c STREAMS s >");
        assertEquals("5", group("entries-read"));
        assertEquals("0", group("lag"));
        redis.check("XTRIM s MAXLEN 0", "4");
        add("s", 6, 8);
        assertEquals("2", group("lag"));
    }

    @Test
    void xpending_tellsHowLongEntriesAreIdle() {
        add("s", 1, 4);
        redis.check("XGROUP CREATE s g 0", "OK");
        redis.line("XREADGROUP GROUP g one COUNT 2 STREAMS s >");
        redis.advance(500);
        redis.line("XREADGROUP GROUP g two STREAMS s >");
        redis.advance(10);
        redis.check(
                "XPENDING s g - + 10",
                "[[\"1-0\", \"one\", 510, 1], [\"2-0\", \"one\", 510, 1], [\"3-0\", \"two\", 10, 1]]");
        redis.check("XPENDING s g IDLE 11 - + 1", "[[\"1-0\", \"one\", 510, 1]]");
        redis.check("XPENDING s g", "[3, \"1-0\", \"3-0\", [[\"one\", \"2\"], [\"two\", \"1\"]]]");
        redis.check("XCLAIM s g two 511 1-0 2-0", "[]");
        redis.check("XCLAIM s g two 510 1-0 JUSTID", "[\"1-0\"]");
        redis.check("XAUTOCLAIM s g two 510 0 COUNT 1", "[\"3-0\", [[\"2-0\", [\"number\", \"2\"]]], []]");
        redis.check(
                "XPENDING s g - + 10 two",
                "[[\"1-0\", \"two\", 0, 1], [\"2-0\", \"two\", 0, 2], [\"3-0\", \"two\", 10, 1]]");
        redis.check("XACK s g 1-0 2-0 9-9", "2");
        redis.check("XPENDING s g - + 10 one", "[]");
    }

    @Test
    void xreadgroup_ofHistory_tellsDeletedEntriesWithoutContent() {
        add("s", 1, 3);
        redis.check("XGROUP CREATE s g 0", "OK");
        redis.line("XREADGROUP GROUP g c STREAMS s >");
        redis.check("XDEL s 1-0", "1");
        redis.check("XREADGROUP GROUP g c STREAMS s 0", "[[\"s\", [[\"1-0\", nil], [\"2-0\", [\"number\", \"2\"]]]]]");
        redis.check("XAUTOCLAIM s g other 0 0", "[\"0-0\", [[\"2-0\", [\"number\", \"2\"]]], [\"1-0\"]]");
        redis.check("XREADGROUP GROUP g c STREAMS s 0", "[[\"s\", []]]");
        redis.check("XREADGROUP GROUP g c STREAMS s >", "nil");
    }

    /** Redis 7.0 makes consumers later and knows no time of activity. */
    @Test
    void consumers_areMadeByAsking_andActiveByGetting() {
        add("s", 1, 2);
        redis.check("XGROUP CREATE s g $", "OK");
        redis.check("XREADGROUP GROUP g reader STREAMS s >", "nil");
        redis.check("XCLAIM s g claimer 0 1-0", "[]");
        redis.check("XAUTOCLAIM s g sweeper 0 0", "[\"0-0\", [], []]");
        redis.advance(70);
        add("s", 2, 3);
        redis.line("XREADGROUP GROUP g reader STREAMS s >");
        redis.advance(5);
        redis.check("XREADGROUP GROUP g reader STREAMS s >", "nil");
        redis.advance(1);
        redis.protocol(3);
        redis.check(
                "XINFO CONSUMERS s g",
                "[{\"name\": \"claimer\", \"pending\": 0, \"idle\": 76, \"inactive\": -1},"
                        + " {\"name\": \"reader\", \"pending\": 1, \"idle\": 1, \"inactive\": 6},"
                        + " {\"name\": \"sweeper\", \"pending\": 0, \"idle\": 76, \"inactive\": -1}]");
        redis.check("XGROUP DELCONSUMER s g reader", "1");
        redis.check("XGROUP DELCONSUMER s g reader", "0");
        redis.check("XPENDING s g", "[0, nil, nil, nil]");
    }

    @Test
    void xinfoStream_full_tellsGroupsAndConsumers() {
        redis.nowMillis(100).protocol(3);
        add("s", 1, 3);
        redis.check("XGROUP CREATE s g 0", "OK");
        redis.line("XREADGROUP GROUP g c STREAMS s >");
        redis.check(
                "XINFO STREAM s FULL COUNT 1",
                "{\"length\": 2, \"radix-tree-keys\": 1, \"radix-tree-nodes\": 2, \"last-generated-id\": \"2-0\","
                        + " \"max-deleted-entry-id\": \"0-0\", \"entries-added\": 2, \"recorded-first-entry-id\": \"1-0\","
                        + " \"entries\": [[\"1-0\", [\"number\", \"1\"]]], \"groups\": [{\"name\": \"g\","
                        + " \"last-delivered-id\": \"2-0\", \"entries-read\": 2, \"lag\": 0, \"pel-count\": 2,"
                        + " \"pending\": [[\"1-0\", \"c\", 100, 1]], \"consumers\": [{\"name\": \"c\", \"seen-time\": 100,"
                        + " \"active-time\": 100, \"pel-count\": 2, \"pending\": [[\"1-0\", 100, 1]]}]}]}");
        redis.check("XREAD COUNT 1 STREAMS s 0", "{\"s\": [[\"1-0\", [\"number\", \"1\"]]]}");
    }

    @Test
    void groups_thatGo_leaveNothingToThoseThatCome() {
        add("s", 1, 4);
        for (String name : List.of("a", "b", "c")) {
            redis.check("XGROUP CREATE s " + name + " 0", "OK");
            redis.line("XREADGROUP GROUP " + name + " consumer STREAMS s >");
        }
        redis.check("XGROUP DESTROY s c", "1");
        redis.check("XGROUP DESTROY s a", "1");
        redis.check("XGROUP DESTROY s a", "0");
        redis.check("XGROUP CREATE s d 0", "OK");
        redis.check("XGROUP CREATE s a 0", "OK");
        redis.check("XGROUP CREATE s a 0", "-BUSYGROUP Consumer Group name already exists");
        redis.check("XPENDING s a", "[0, nil, nil, nil]");
        redis.check("XPENDING s d", "[0, nil, nil, nil]");
        redis.check("XPENDING s b", "[3, \"1-0\", \"3-0\", [[\"consumer\", \"3\"]]]");
        redis.check("XINFO CONSUMERS s d", "[]");
    }

    @Test
    void xread_withoutNews_answersNull() {
        add("s", 1, 3);
        redis.check("XREAD STREAMS s none $ $", "nil");
        redis.check("XREAD STREAMS s none 1 0", "[[\"s\", [[\"2-0\", [\"number\", \"2\"]]]]]");
        redis.check(
                "XREAD STREAMS s s 1",
                "-ERR Unbalanced 'xread' list of streams: for each stream key an ID or '$' must be specified.");
        redis.check("XREAD BLOCK x STREAMS s $", "-ERR timeout is not an integer or out of range");
        redis.check("XREAD BLOCK -1 STREAMS s $", "-ERR timeout is negative");
        redis.check("XREAD BLOCK 9223372036854775807 STREAMS s $", "-ERR timeout is out of range");
        redis.check(
                "XREADGROUP GROUP streams c STREAMS s >",
                "-NOGROUP No such key 's' or consumer group 'streams' in" + " XREADGROUP with GROUP option");
    }

    @Test
    void copies_haveGroupsOfTheirOwn() {
        add("s", 1, 4);
        redis.check("XGROUP CREATE s g 0", "OK");
        redis.line("XREADGROUP GROUP g c COUNT 2 STREAMS s >");
        redis.check("COPY s copy", "1");
        String before = redis.line("XINFO STREAM copy FULL").toString();
        redis.check("XACK s g 1-0", "1");
        redis.check("XADD s 9-0 f v", "\"9-0\"");
        assertEquals(before, redis.line("XINFO STREAM copy FULL").toString());
        redis.check("RENAME copy renamed", "OK");
        assertEquals(before, redis.line("XINFO STREAM renamed FULL").toString());
        assertNotEquals(before, redis.line("XINFO STREAM s FULL").toString());
        redis.check(
                "SCAN 0 TYPE stream COUNT 100", redis.line("SCAN 0 COUNT 100").toString());
    }
}
