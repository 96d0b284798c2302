package io.yggdrasil.resp.command.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.yggdrasil.resp.ServerFixture;
import io.yggdrasil.resp.command.generic.GenericCommands;
import io.yggdrasil.resp.command.string.StringCommands;
import io.yggdrasil.resp.command.transaction.TransactionCommands;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.ignite.cache.CachePeekMode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.Transaction;
import redis.clients.jedis.params.XAddParams;
import redis.clients.jedis.params.XAutoClaimParams;
import redis.clients.jedis.params.XPendingParams;
import redis.clients.jedis.params.XReadGroupParams;
import redis.clients.jedis.params.XReadParams;
import redis.clients.jedis.params.XTrimParams;
import redis.clients.jedis.resps.StreamConsumerInfo;
import redis.clients.jedis.resps.StreamEntry;
import redis.clients.jedis.resps.StreamGroupInfo;
import redis.clients.jedis.resps.StreamInfo;
import redis.clients.jedis.resps.StreamPendingEntry;
import redis.clients.jedis.resps.StreamPendingSummary;

/** Streams of many nodes on a real node. */
final class StreamServerTest {
    private static final int ENTRIES = 100_000;
    private static final int BATCH = 1000;
    private static final int LARGE_BYTES = 10 << 10;
    private static final String STREAM = "{t}stream";
    private static final String COPY = "{t}copy";

    private static final String MASTER = "{t}master";

    private static ServerFixture server;
    private static long nodesOfMaster;

    private final Jedis jedis = server.jedis();

    @BeforeAll
    static void start() {
        server = ServerFixture.start(
                new StreamCommands(name -> name.equals("stream-node-max-entries") ? 100 : 4096),
                new StringCommands(),
                new GenericCommands(),
                new TransactionCommands());
        try (Jedis jedis = server.jedis()) {
            fill(jedis, MASTER, ENTRIES);
        }
        nodesOfMaster = nodes();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @AfterEach
    void clear() {
        jedis.del(STREAM, COPY);
        ServerFixture.await("nodes are freed", () -> nodes() == nodesOfMaster);
        jedis.close();
    }

    private static long nodes() {
        return server.node().cache("db0:nodes").sizeLong(CachePeekMode.ALL);
    }

    private static StreamEntryID id(long number) {
        return new StreamEntryID(number, number % 3);
    }

    /** Every thousandth entry is of 10 KB. */
    private static Map<String, String> fields(long number) {
        return Map.of("number", number + (number % 1000 == 0 ? "-".repeat(LARGE_BYTES) : ""));
    }

    private void fill(int entries) {
        fill(jedis, STREAM, entries);
    }

    private static void fill(Jedis jedis, String key, int entries) {
        Pipeline pipeline = jedis.pipelined();
        for (int i = 1; i <= entries; i++) {
            pipeline.xadd(key, fields(i), XAddParams.xAddParams().id(id(i)));
            if (i % BATCH == 0) {
                pipeline.sync();
            }
        }
        pipeline.sync();
    }

    private static void assertEntries(long from, long to, List<StreamEntry> entries) {
        assertEquals(to - from, entries.size());
        for (int i = 0; i < entries.size(); i++) {
            assertEquals(id(from + i), entries.get(i).getID());
            assertEquals(fields(from + i), entries.get(i).getFields());
        }
    }

    private List<StreamEntry> readNew(String group, String consumer, int count) {
        List<Map.Entry<String, List<StreamEntry>>> streams = jedis.xreadGroup(
                group,
                consumer,
                XReadGroupParams.xReadGroupParams().count(count),
                Map.of(STREAM, StreamEntryID.UNRECEIVED_ENTRY));
        return streams == null ? List.of() : streams.get(0).getValue();
    }

    private StreamGroupInfo group(String name) {
        return jedis.xinfoGroups(STREAM).stream()
                .filter(group -> group.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void largeStream_isReadByRangesAndTrimmed() {
        assertTrue(jedis.copy(MASTER, STREAM, false));
        assertTrue(nodesOfMaster > 1000, () -> "nodes=" + nodesOfMaster);
        assertEquals(ENTRIES, jedis.xlen(STREAM));
        assertEntries(54_321, 54_421, jedis.xrange(STREAM, id(54_321), id(54_420)));
        List<StreamEntry> last = jedis.xrevrange(STREAM, null, id(99_990), 5);
        assertEquals(
                List.of(100_000L, 99_999L, 99_998L, 99_997L, 99_996L),
                last.stream().map(entry -> entry.getID().getTime()).toList());
        assertEntries(
                99_901,
                100_001,
                jedis.xread(XReadParams.xReadParams().count(BATCH), Map.of(STREAM, id(99_900)))
                        .get(0)
                        .getValue());
        assertEquals(2, jedis.xdel(STREAM, id(50_000), id(50_001), new StreamEntryID(50_002, 77)));
        assertEntries(50_002, 50_012, jedis.xrange(STREAM, id(50_000), id(50_011)));
        assertEquals(20_000, jedis.xtrim(STREAM, XTrimParams.xTrimParams().minId("20001")));
        assertEquals(9_900, jedis.xtrim(STREAM, trim(70_000)));
        assertEquals(70_098, jedis.xlen(STREAM));
        StreamInfo info = jedis.xinfoStream(STREAM);
        assertEquals(id(29_901), info.getFirstEntry().getID());
        assertEquals(id(ENTRIES), info.getLastEntry().getID());
        assertEquals(Long.valueOf(ENTRIES), info.getStreamInfo().get("entries-added"));
        assertEquals("50001-0", info.getStreamInfo().get("max-deleted-entry-id").toString());
    }

    /** At most 10,000 entries go at once this way, in whole hundreds. */
    private static XTrimParams trim(int length) {
        return XTrimParams.xTrimParams().maxLen(length).approximateTrimming();
    }

    @Test
    void groupsOfLargeStream_keepApartWhatConsumersHave() {
        assertTrue(jedis.copy(MASTER, STREAM, false));
        for (String name : List.of("all", "some", "late")) {
            jedis.xgroupCreate(STREAM, name, new StreamEntryID(), false);
        }
        Map<String, Long> had = new HashMap<>();
        List<StreamEntry> entries;
        long next = 1;
        do {
            String consumer = "consumer" + next / BATCH % 7;
            entries = readNew("all", consumer, BATCH);
            assertEntries(next, next + entries.size(), entries);
            next += entries.size();
            had.merge(consumer, (long) entries.size(), Long::sum);
        } while (!entries.isEmpty());
        assertEquals(ENTRIES + 1, next);
        StreamPendingSummary summary = jedis.xpending(STREAM, "all");
        assertEquals(ENTRIES, summary.getTotal());
        assertEquals(id(1), summary.getMinId());
        assertEquals(id(ENTRIES), summary.getMaxId());
        assertEquals(had, summary.getConsumerMessageCount());
        assertEntries(1, 11, readNew("some", "one", 10));
        assertEquals(Long.valueOf(ENTRIES - 10), group("some").getGroupInfo().get("lag"));
        acknowledge(n -> n % 2 == 0);
        assertEquals(ENTRIES / 2, group("all").getPending());
        assertEquals(10, group("some").getPending());
        Map.Entry<StreamEntryID, List<StreamEntryID>> claimed = jedis.xautoclaimJustId(
                STREAM,
                "all",
                "thief",
                0,
                id(60_000),
                XAutoClaimParams.xAutoClaimParams().count(BATCH));
        assertEquals(id(60_001), claimed.getValue().get(0));
        assertEquals(id(61_999), claimed.getValue().get(BATCH - 1));
        assertEquals(id(62_001), claimed.getKey());
        List<StreamPendingEntry> stolen = jedis.xpending(
                STREAM,
                "all",
                XPendingParams.xPendingParams("-", "+", 2 * BATCH).consumer("thief"));
        assertEquals(
                claimed.getValue(),
                stolen.stream().map(StreamPendingEntry::getID).toList());
        assertEquals(BATCH, jedis.xgroupDelConsumer(STREAM, "all", "thief"));
        assertEquals(ENTRIES / 2 - BATCH, group("all").getPending());
        long left = jedis.xinfoConsumers2(STREAM, "all").stream()
                .mapToLong(StreamConsumerInfo::getPending)
                .sum();
        assertEquals(ENTRIES / 2 - BATCH, left);
        assertEquals(1, jedis.xgroupDestroy(STREAM, "all"));
        assertEquals(10, jedis.xpending(STREAM, "some").getTotal());
        assertEquals(0, group("late").getConsumers());
    }

    private void acknowledge(Function<Long, Boolean> chosen) {
        List<StreamEntryID> ids = new ArrayList<>();
        for (long i = 1; i <= ENTRIES; i++) {
            if (chosen.apply(i)) {
                ids.add(id(i));
            }
            if (ids.size() == BATCH || (i == ENTRIES && !ids.isEmpty())) {
                assertEquals(ids.size(), jedis.xack(STREAM, "all", ids.toArray(StreamEntryID[]::new)));
                ids.clear();
            }
        }
    }

    @Test
    void copiedAndRenamedStream_hasItsGroups() {
        fill(3000);
        jedis.xgroupCreate(STREAM, "g", new StreamEntryID(), false);
        assertEntries(1, 2001, readNew("g", "c", 2000));
        assertTrue(jedis.copy(STREAM, COPY, false));
        jedis.del(STREAM);
        jedis.rename(COPY, STREAM);
        assertEquals(2000, jedis.xpending(STREAM, "g").getTotal());
        assertEntries(2001, 3001, readNew("g", "c", 2000));
        assertEquals(
                3000,
                jedis.xack(
                        STREAM,
                        "g",
                        jedis.xrange(STREAM, (StreamEntryID) null, null).stream()
                                .map(StreamEntry::getID)
                                .toArray(StreamEntryID[]::new)));
    }

    @Test
    void transaction_readsWhatItWrote() {
        fill(1000);
        Transaction transaction = jedis.multi();
        transaction.xgroupCreate(STREAM, "g", id(998), false);
        transaction.xreadGroup("g", "c", new XReadGroupParams(), Map.of(STREAM, StreamEntryID.UNRECEIVED_ENTRY));
        transaction.xack(STREAM, "g", id(999));
        transaction.xadd(
                STREAM, fields(1001), XAddParams.xAddParams().id(id(1001)).maxLen(2));
        transaction.xlen(STREAM);
        transaction.xpending(STREAM, "g");
        List<Object> replies = transaction.exec();
        assertEquals(1L, replies.get(2));
        assertEquals(2L, replies.get(4));
        assertEquals(1, ((StreamPendingSummary) replies.get(5)).getTotal());
        assertEntries(1000, 1002, jedis.xrange(STREAM, (StreamEntryID) null, null));
    }

    @Test
    void emptyStream_staysWithItsGroupsUntilItExpires() {
        jedis.xgroupCreate(STREAM, "g", new StreamEntryID(), true);
        assertEquals(0, jedis.xlen(STREAM));
        assertNull(jedis.xread(new XReadParams(), Map.of(STREAM, new StreamEntryID())));
        fill(10);
        assertEquals(10, jedis.xtrim(STREAM, XTrimParams.xTrimParams().maxLen(0)));
        assertEquals(1, jedis.xinfoGroups(STREAM).size());
        jedis.pexpire(STREAM, 1);
        ServerFixture.await("it has expired", () -> !jedis.exists(STREAM));
        assertEquals(0, jedis.xtrim(STREAM, XTrimParams.xTrimParams().maxLen(0)));
    }
}
