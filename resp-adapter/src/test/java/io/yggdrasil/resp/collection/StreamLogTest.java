package io.yggdrasil.resp.collection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.yggdrasil.ignite.YggdrasilException;
import io.yggdrasil.ignite.collection.Collection;
import io.yggdrasil.resp.keyspace.InMemoryKeyspace;
import io.yggdrasil.resp.keyspace.Key;
import io.yggdrasil.resp.keyspace.ValueType;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

@NullMarked
final class StreamLogTest {
    private static final Key KEY = Key.of("stream");
    private static final ChunkLimits CHUNKS = new ChunkLimits(7, 0);

    private final InMemoryKeyspace keyspace = new InMemoryKeyspace(0, () -> 0);

    private Collection open() {
        Collection stored = keyspace.collection(KEY, ValueType.STREAM);
        return stored == null ? keyspace.newCollection(KEY, ValueType.STREAM) : stored;
    }

    private static byte[][] strings(String... strings) {
        return Arrays.stream(strings)
                .map(string -> string.getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new);
    }

    private static List<String> strings(StreamEntry entry) {
        List<String> strings = new ArrayList<>();
        entry.forEach(
                (bytes, offset, length) -> strings.add(new String(bytes, offset, length, StandardCharsets.UTF_8)));
        return strings;
    }

    private static StreamLog filled(Collection stream, int entries) {
        StreamLog log = new StreamLog(stream);
        for (int i = 1; i <= entries; i++) {
            log.append(new StreamId(i, 0), strings("number", "" + i), CHUNKS);
        }
        return log;
    }

    @Test
    void ids_compareAsTheirKeysDo() {
        List<StreamId> ids = List.of(
                StreamId.MIN,
                new StreamId(0, 1),
                new StreamId(0, -1),
                new StreamId(1, 0),
                new StreamId(Long.MAX_VALUE, 5),
                new StreamId(Long.MIN_VALUE, 0),
                StreamId.MAX);
        for (int i = 0; i < ids.size(); i++) {
            for (int j = 0; j < ids.size(); j++) {
                assertEquals(Integer.compare(i, j), Integer.signum(ids.get(i).compareTo(ids.get(j))));
                assertEquals(
                        Integer.compare(i, j),
                        Integer.signum(Arrays.compareUnsigned(
                                ids.get(i).key(), ids.get(j).key())));
            }
            StreamId id = ids.get(i);
            StreamId next = id.next();
            assertEquals(id, next == null ? StreamId.MAX : next.previous());
            assertEquals(id, StreamId.read(ByteBuffer.wrap(id.key())));
        }
        assertNull(StreamId.MIN.previous());
        assertEquals("18446744073709551615-0", new String(new StreamId(-1, 0).text(), StandardCharsets.UTF_8));
    }

    @Test
    void entry_ofAnySize_isReadAsItWasAdded() {
        StreamLog log = new StreamLog(open());
        byte[] large = new byte[100_000];
        Arrays.fill(large, (byte) 'x');
        log.append(new StreamId(1, 0), new byte[][] {{}, large, {-1, 0}, {}}, CHUNKS);
        StreamEntry entry = log.get(new StreamId(1, 0));
        List<byte[]> read = new ArrayList<>();
        assert entry != null;
        entry.forEach((bytes, offset, length) -> read.add(Arrays.copyOfRange(bytes, offset, offset + length)));
        assertEquals(4, entry.stringCount());
        assertArrayEquals(large, read.get(1));
        assertArrayEquals(new byte[] {-1, 0}, read.get(2));
        assertEquals(0, read.get(0).length + read.get(3).length);
    }

    @Test
    void damagedEntry_isAnError() {
        byte[] whole = StreamEntry.encode(300, strings("name", "value"));
        assertEquals(List.of("name", "value"), strings(new StreamEntry(StreamId.MIN, whole)));
        for (int length = 0; length < whole.length; length++) {
            StreamEntry cut = new StreamEntry(StreamId.MIN, Arrays.copyOf(whole, length));
            assertThrows(YggdrasilException.class, () -> strings(cut));
        }
        byte[] negative = {1, 1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 1};
        assertThrows(YggdrasilException.class, () -> strings(new StreamEntry(StreamId.MIN, negative)));
    }

    @Test
    void append_ofAnIdThatIsNotGreater_isRefused() {
        StreamLog log = filled(open(), 3);
        assertThrows(IllegalArgumentException.class, () -> log.append(new StreamId(3, 0), strings("f", "v"), CHUNKS));
    }

    @Test
    void facts_areReadAsTheyWereSaved() {
        Collection stream = open();
        StreamLog log = filled(stream, 5000);
        log.delete(new StreamId(4000, 0));
        assertEquals(0, log.trim(6, true));
        assertEquals(7, log.trim(13, true));
        assertEquals(6, log.trim(6, false));
        keyspace.save(KEY, stream);
        StreamLog again = new StreamLog(open());
        assertEquals(4986, again.count());
        assertEquals(5000, again.added());
        assertEquals(new StreamId(14, 0), again.firstId());
        assertEquals(new StreamId(5000, 0), again.lastId());
        assertEquals(new StreamId(4000, 0), again.maxDeletedId());
        List<Long> seen = new ArrayList<>();
        again.visit(
                new StreamId(3998, 0),
                new StreamId(4002, 0),
                4,
                false,
                entry -> seen.add(entry.id().millis()));
        assertEquals(List.of(4002L, 4001L, 3999L, 3998L), seen);
        assertEquals(1, again.trim(7, true)); // The first chunk has one entry left, the second all seven.
        assertEquals(7, again.trim(7, true));
    }
}
