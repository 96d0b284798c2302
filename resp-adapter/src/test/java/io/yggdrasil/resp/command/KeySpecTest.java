package io.yggdrasil.resp.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.yggdrasil.resp.wire.Request;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class KeySpecTest {
    private static List<String> keys(KeySpec spec, String line) {
        Request request = Request.of(line.split(" "));
        KeyPositions positions = new KeyPositions();
        spec.collect(request, positions);
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < positions.count(); i++) {
            assertEquals(spec, positions.spec(i));
            keys.add(request.text(positions.index(i)));
        }
        return keys;
    }

    @Test
    void collect_oneKey_findsIt() {
        KeySpec spec = KeySpec.at(1, KeySpec.Flag.RO);
        assertEquals(List.of("k"), keys(spec, "get k"));
        assertEquals(List.of("k"), keys(spec, "set k v EX 5"));
        assertEquals(List.of(), keys(spec, "get"));
        assertEquals(List.of("k"), keys(KeySpec.at(2), "object encoding k"));
    }

    @Test
    void collect_ranges_endWhereTheySay() {
        assertEquals(List.of("a", "b", "c"), keys(KeySpec.range(1, -1, 1), "mget a b c"));
        assertEquals(List.of("a", "b"), keys(KeySpec.range(1, -1, 2), "mset a 1 b 2"));
        assertEquals(List.of("a", "b"), keys(KeySpec.range(1, -2, 1), "blpop a b 0"));
        assertEquals(List.of("a", "b"), keys(KeySpec.range(1, 1, 1), "rename a b"));
        assertEquals(List.of("a"), keys(KeySpec.range(1, 1, 1), "rename a"));
        assertEquals(List.of("x", "y"), keys(KeySpec.range(3, -1, 1), "bitop AND d x y"));
        assertEquals(List.of(), keys(KeySpec.range(3, -1, 1), "bitop AND d"));
        assertEquals(List.of(), keys(KeySpec.range(1, -2, 1), "blpop 0"));
    }

    @Test
    void collect_countedKeys_areAsManyAsSaid() {
        KeySpec spec = KeySpec.counted(2);
        assertEquals(List.of("a", "b"), keys(spec, "eval script 2 a b arg"));
        assertEquals(List.of(), keys(spec, "eval script 0 arg"));
        assertEquals(List.of(), keys(spec, "eval script -1 a"));
        assertEquals(List.of(), keys(spec, "eval script two a b"));
        assertEquals(List.of(), keys(spec, "eval script 3 a b"));
        assertEquals(List.of(), keys(spec, "eval script 9223372036854775807 a b"));
        assertEquals(List.of(), keys(spec, "eval script"));
    }

    @Test
    void collect_keysBehindAWord_areFoundInAnyCase() {
        KeySpec streams = KeySpec.after("STREAMS", 1, -1, 1, 2);
        assertEquals(List.of("a", "b"), keys(streams, "xread COUNT 2 streams a b 0 0"));
        assertEquals(List.of("a"), keys(streams, "xread STREAMS a 0"));
        assertEquals(List.of(), keys(streams, "xread COUNT 2"));
        assertEquals(List.of(), keys(streams, "xread STREAMS"));
        KeySpec migrate = KeySpec.after("KEYS", -2, -1, 1, 0);
        assertEquals(List.of("a", "b"), keys(migrate, "migrate h 1 - 0 5000 KEYS a b"));
        KeySpec store = KeySpec.after("STORE", 6, 0, 1, 0);
        assertEquals(List.of("d"), keys(store, "georadius k 1 2 3 m STORE d"));
    }

    @Test
    void collect_manyKeys_findsAll() {
        StringBuilder line = new StringBuilder("del");
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            line.append(" k").append(i);
            expected.add("k" + i);
        }
        assertEquals(expected, keys(KeySpec.range(1, -1, 1), line.toString()));
    }
}
