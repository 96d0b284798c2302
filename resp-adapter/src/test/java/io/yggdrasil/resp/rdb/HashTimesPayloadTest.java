package io.yggdrasil.resp.rdb;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.yggdrasil.ignite.collection.Collection;
import io.yggdrasil.resp.collection.HashFields;
import io.yggdrasil.resp.command.StringLimit;
import io.yggdrasil.resp.keyspace.InMemoryKeyspace;
import io.yggdrasil.resp.keyspace.Key;
import io.yggdrasil.resp.keyspace.ValueType;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hashes whose fields have times, in the forms that Redis 7.4 writes. The bytes are put together by its description. */
final class HashTimesPayloadTest {
    /** 1,700,000,000,000. */
    private static final String FIRST = "0068e5cf8b010000";

    /** 1,700,000,001,000 behind its length. */
    private static final String LATER_ABSOLUTE = "81 0000018bcfe56be8";

    private static final StringLimit LIMIT = new StringLimit(() -> 1 << 20);

    private final InMemoryKeyspace keyspace = new InMemoryKeyspace(0, () -> 1);

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits.replace(" ", ""));
    }

    private Collection read(byte[] value) {
        byte[] payload = DumpPayload.seal(value);
        assertTrue(DumpPayload.isSound(payload));
        return (Collection) DumpPayload.read(
                payload, new RdbReader(type -> keyspace.newCollection(Key.of("hash"), ValueType.HASH)));
    }

    private static String text(Collection hash) {
        TreeMap<String, String> all = new TreeMap<>();
        new HashFields(hash, 0)
                .visitAll((name, value, time) ->
                        all.put(new String(name, ISO_8859_1), new String(value, ISO_8859_1) + "@" + time));
        return all.toString();
    }

    private static byte[] listpack(Object... elements) {
        ListpackWriter writer = new ListpackWriter(LIMIT);
        writer.begin();
        for (Object element : elements) {
            if (element instanceof Long number) {
                writer.number(number);
            } else {
                byte[] bytes = element.toString().getBytes(ISO_8859_1);
                writer.string(bytes, 0, bytes.length);
            }
        }
        return writer.finish();
    }

    private static byte[] packed(String head, byte[] listpack) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(hex(head));
        out.write(listpack.length);
        out.writeBytes(listpack);
        return out.toByteArray();
    }

    @Test
    void table_ofTheRelease_hasTimesBehindTheFirst() {
        Collection hash = read(hex("18" + FIRST + "03 01 0161 0131 00 0162 0132 43e9 0163 0133"));
        assertEquals("{a=1@1700000000000, b=2@0, c=3@1700000001000}", text(hash));
        assertEquals(1_700_000_000_000L, new HashFields(hash, 0).firstTime());
    }

    @Test
    void table_ofTheFirstReleases_hasAbsoluteTimes() {
        assertEquals(
                "{a=1@1700000001000, b=2@0}", text(read(hex("16 02" + LATER_ABSOLUTE + "0161 0131 00 0162 0132"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"19" + FIRST, "17"})
    void listpack_ofBoth_hasAbsoluteTimes(String head) {
        byte[] value = packed(head, listpack("a", "1", 1_700_000_001_000L, "b", "2", 0L));
        assertEquals("{a=1@1700000001000, b=2@0}", text(read(value)));
    }

    @Test
    void hash_written_isReadAgainWithItsTimes() {
        Collection hash = read(hex("18" + FIRST + "03 01 0161 0131 00 0162 0132 43e9 0163 0133"));
        RdbWriter writer = new RdbWriter(LIMIT);
        writer.writeCollection(ValueType.HASH, hash);
        assertEquals(RdbType.HASH_EXPIRIES, writer.toBytes()[0]);
        assertEquals(12, DumpPayload.version(DumpPayload.seal(writer.toBytes())));
        assertEquals(text(hash), text(read(writer.toBytes())));
    }

    @Test
    void hash_damaged_isRefused() {
        List<byte[]> damaged = new ArrayList<>(List.of(
                hex("18" + FIRST + "00"),
                hex("18" + FIRST + "02 01 0161 0131 00 0161 0132"),
                hex("18" + FIRST + "01 81 7fffffffffffffff 0161 0131"),
                hex("18" + "ffffffffffffffff" + "01 01 0161 0131"),
                packed("19" + FIRST, listpack("a", "1")),
                packed("19" + FIRST, listpack("a", "1", "soon")),
                packed("19" + FIRST, listpack("a", "1", -5L))));
        for (byte[] value : damaged) {
            assertThrows(
                    RdbFormatException.class,
                    () -> read(value),
                    () -> HexFormat.of().formatHex(value));
        }
    }

    @Test
    void file_withSuchHashes_tellsThem() throws IOException {
        byte[] table = hex("18" + FIRST + "02 01 0161 0131 00 0162 0132");
        byte[] packed = packed("19" + FIRST, listpack("a", "1", 1_700_000_001_000L));
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        RdbFileWriter writer = new RdbFileWriter(file, true);
        writer.database(0, 2, 0);
        writer.key("table".getBytes(ISO_8859_1), 0, DumpPayload.seal(table));
        writer.key("packed".getBytes(ISO_8859_1), 0, DumpPayload.seal(packed));
        writer.end();
        List<String> told = new ArrayList<>();
        new RdbFileReader(new ByteArrayInputStream(file.toByteArray()), 1 << 20).read(new RdbFileReader.Visitor() {
            @Override
            public void database(long number) {}

            @Override
            public void key(RdbFileReader.Entry entry) {
                byte[] value = java.util.Arrays.copyOf(entry.value(), entry.valueBytes());
                told.add(new String(entry.key(), ISO_8859_1) + " " + text(read(value)));
            }

            @Override
            public void unreadable(byte[] key, String why) {
                throw new AssertionError(why);
            }

            @Override
            public void leftOut(String what) {
                throw new AssertionError(what);
            }
        });
        assertEquals(List.of("table {a=1@1700000000000, b=2@0}", "packed {a=1@1700000001000}"), told);
        RdbFileWriter plain = new RdbFileWriter(new ByteArrayOutputStream());
        assertThrows(
                RdbFormatException.class, () -> plain.key("table".getBytes(ISO_8859_1), 0, DumpPayload.seal(table)));
    }
}
