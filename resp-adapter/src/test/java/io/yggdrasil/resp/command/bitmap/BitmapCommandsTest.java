package io.yggdrasil.resp.command.bitmap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.yggdrasil.resp.command.CommandTester;
import io.yggdrasil.resp.command.string.StringCommands;
import io.yggdrasil.resp.keyspace.Expiry;
import io.yggdrasil.resp.keyspace.Key;
import io.yggdrasil.resp.keyspace.ValueType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Options, ranges and errors of the commands on bits. */
final class BitmapCommandsTest {
    private static final String WRONG_TYPE = "-WRONGTYPE Operation against a key holding the wrong kind of value";

    private final CommandTester redis = new CommandTester(new StringCommands(), new BitmapCommands());
    private final Key key = Key.of("k");

    private void store(int... bytes) {
        byte[] value = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            value[i] = (byte) bytes[i];
        }
        redis.keyspace().putString(key, value, Expiry.NONE);
    }

    @Test
    void setbit_growsTheStringAndAnswersTheOldBit() {
        redis.check("SETBIT k 1 1", "0");
        redis.check("GET k", "\"@\"");
        redis.check("SETBIT k 1 1", "1");
        redis.check("SETBIT k 17 0", "0");
        redis.check("STRLEN k", "3");
        redis.check("GETBIT k 1", "1");
        redis.check("GETBIT k 100", "0");
        redis.check("GETBIT none 0", "0");
        Object version = redis.keyspace().version(key);
        redis.line("SETBIT k 1 1");
        assertEquals(version, redis.keyspace().version(key));
        redis.line("SETBIT k 1 0");
        assertNotEquals(version, redis.keyspace().version(key));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "x", "4294967296", "#1", "9223372036854775807"})
    void bitOffset_outOfRange_isRefused(String offset) {
        String error = "-ERR bit offset is not an integer or out of range";
        redis.check("SETBIT k " + offset + " 1", error);
        redis.check("GETBIT k " + offset, error);
        assertNull(redis.string("k"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "-1", "x", "1.0"})
    void setbit_noBit_isRefused(String bit) {
        redis.check("SETBIT k 0 " + bit, "-ERR bit is not an integer or out of range");
    }

    @ParameterizedTest
    @CsvSource({
        "'', 13",
        "' 0 -1', 13",
        "' 1 1', 8",
        "' -2 -1', 9",
        "' 5 30 BIT', 9",
        "' 8 15 BIT', 8",
        "' 0 0 BYTE', 4",
        "' 9 9', 0",
        "' 2 1', 0",
        "' -1 -2 NIBBLE', 0",
        "' 0 -1 NIBBLE', -ERR syntax error",
        "' 0', -ERR syntax error",
        "' 0 1 BIT more', -ERR syntax error",
        "' a 1', -ERR value is not an integer or out of range"
    })
    void bitcount_ofRanges(String range, String reply) {
        store(0xf0, 0xff, 0x01);
        redis.check("BITCOUNT k" + range, reply);
        redis.check("BITCOUNT none 0 x", "0");
    }

    @ParameterizedTest
    @CsvSource({
        "ff f0 00, 0, 12",
        "ff f0 00, 1, 0",
        "00 ff f0, 1, 8",
        "00 ff f0, 1 2, 16",
        "00 ff f0, 1 2 -1 BYTE, 16",
        "00 ff f0, 1 7 15 BIT, 8",
        "00 ff f0, 0 8 19 BIT, -1",
        "00 ff f0, 1 -4 -1 BIT, -1",
        "00 00 00, 1, -1",
        "ff ff ff, 0, 24",
        "ff ff ff, 0 1, 24",
        "ff ff ff, 0 5, -1",
        "ff ff ff, 0 0 -1, -1",
        "ff ff ff, 0 0 -1 BIT, -1",
        "ff ff ff, 2, -ERR The bit argument must be 1 or 0.",
        "ff ff ff, x, -ERR value is not an integer or out of range",
        "ff ff ff, 1 0 1 NIBBLE, -ERR syntax error",
        "ff ff ff, 1 0 1 BIT more, -ERR syntax error"
    })
    void bitpos_ofRanges(String bytes, String arguments, String reply) {
        store(List.of(bytes.split(" ")).stream()
                .mapToInt(hex -> Integer.parseInt(hex, 16))
                .toArray());
        redis.check("BITPOS k " + arguments, reply);
    }

    @Test
    void bitpos_missingKey_isAllZeros() {
        redis.check("BITPOS none 0", "0");
        redis.check("BITPOS none 1 x", "-1");
        store();
        redis.check("BITPOS k 0", "-1");
    }

    @Test
    void bitop_padsWithZerosAndForgetsTheExpiry() {
        redis.line("MSET a abcdefghijk b XY");
        redis.line("SET target x EX 10");
        redis.check("BITOP AND target a b", "11");
        redis.check("GET target", "\"@@" + "\\x00".repeat(9) + "\"");
        assertEquals(Expiry.NONE, redis.keyspace().expiry(Key.of("target")));
        redis.check("BITOP OR target b a none", "11");
        redis.check("GET target", "\"y{cdefghijk\"");
        redis.check("BITOP XOR target a a", "11");
        redis.check("BITCOUNT target", "0");
        redis.check("BITOP NOT target none", "0");
        assertNull(redis.string("target"));
        redis.check("BITOP NOT a a", "11");
        redis.check("BITOP NOT target a b", "-ERR BITOP NOT must be called with a single source key.");
        redis.check("BITOP NAND target a b", "-ERR syntax error");
    }

    @Test
    void wrongType_isRefused() {
        redis.keyspace().putOther(key, ValueType.LIST);
        for (String line : List.of(
                "SETBIT k 0 1",
                "GETBIT k 0",
                "BITCOUNT k",
                "BITPOS k 1",
                "BITOP OR x other k",
                "BITFIELD k GET u8 0",
                "BITFIELD k SET u8 0 1",
                "BITFIELD_RO k GET u8 0")) {
            redis.check(line, WRONG_TYPE);
        }
        redis.check("BITOP NOT k other", "0");
    }

    @Test
    void bitfield_readsAndWritesInOrder() {
        redis.check("BITFIELD k SET u8 0 255 GET i8 0 INCRBY i5 100 1 GET u4 #1", "[0, -1, 1, 15]");
        redis.check("STRLEN k", "14");
        redis.check("BITFIELD_RO k GET u8 #0 GET u63 1000", "[255, 0]");
        redis.check("BITFIELD k", "[]");
        redis.check("BITFIELD fresh GET u8 0", "[0]");
        assertNull(redis.string("fresh"));
        redis.check("BITFIELD fresh OVERFLOW FAIL SET u2 0 9", "[nil]");
        redis.check("STRLEN fresh", "1");
    }

    @ParameterizedTest
    @CsvSource({
        "WRAP, u8 0 INCRBY 250 10, 4",
        "SAT, u8 0 INCRBY 250 10, 255",
        "FAIL, u8 0 INCRBY 250 10, nil",
        "WRAP, u8 0 INCRBY 5 -6, 255",
        "SAT, u8 0 INCRBY 5 -6, 0",
        "WRAP, i8 0 INCRBY 120 10, -126",
        "SAT, i8 0 INCRBY 120 10, 127",
        "SAT, i8 0 INCRBY -120 -10, -128",
        "WRAP, i64 0 INCRBY 9223372036854775807 1, -9223372036854775808",
        "SAT, i64 0 INCRBY 9223372036854775807 1, 9223372036854775807",
        "FAIL, i64 0 INCRBY -9223372036854775808 -1, nil",
        "SAT, u63 0 INCRBY 9223372036854775807 1, 9223372036854775807"
    })
    void bitfield_overflow_isHandledAsTold(String kind, String act, String reply) {
        String[] words = act.split(" ");
        String field = words[0] + " " + words[1];
        redis.line("BITFIELD k SET " + field + " " + words[3]);
        redis.check("BITFIELD k OVERFLOW " + kind + " INCRBY " + field + " " + words[4], "[" + reply + "]");
        String stored = reply.equals("nil") ? words[3] : reply;
        redis.check("BITFIELD k GET " + field, "[" + stored + "]");
    }

    @ParameterizedTest
    @CsvSource({
        "GET u64 0, 'Invalid bitfield type. Use something like i16 u8. Note that u64 is not supported but i64 is.'",
        "GET i65 0, 'Invalid bitfield type. Use something like i16 u8. Note that u64 is not supported but i64 is.'",
        "GET x8 0, 'Invalid bitfield type. Use something like i16 u8. Note that u64 is not supported but i64 is.'",
        "GET u8 -1, bit offset is not an integer or out of range",
        "GET u8 #-1, bit offset is not an integer or out of range",
        "SET u8 0 x, value is not an integer or out of range",
        "OVERFLOW NONE, Invalid OVERFLOW type specified",
        "OVERFLOW, syntax error",
        "SET u8 0, syntax error",
        "GET u8, syntax error",
        "PUT u8 0, syntax error"
    })
    void bitfield_wrongArguments_areErrors(String arguments, String error) {
        redis.check("BITFIELD k " + arguments, "-ERR " + error);
        redis.check("BITFIELD_RO k SET u8 0 1", "-ERR BITFIELD_RO only supports the GET subcommand");
        assertNull(redis.string("k"));
    }
}
