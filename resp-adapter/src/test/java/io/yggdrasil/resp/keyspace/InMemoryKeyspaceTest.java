package io.yggdrasil.resp.keyspace;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The double that command tests run on keeps the contract of a keyspace. */
final class InMemoryKeyspaceTest {
    private static final byte[] VALUE = {1, 2, 3};

    private long now = 1_000;
    private final InMemoryKeyspaces keyspaces = new InMemoryKeyspaces(() -> now);
    private final InMemoryKeyspace space = keyspaces.database(0);
    private final Key key = Key.of("key");

    @Test
    void putString_pastExpiry_removes() {
        space.putString(key, VALUE, Expiry.NONE);
        space.putString(key, VALUE, now);
        assertFalse(space.exists(key));
        assertEquals(Expiry.NO_KEY, space.expiry(key));
    }

    @Test
    void putString_keep_leavesExpiryUntilTimeComes() {
        space.putString(key, VALUE, now + 10);
        space.putString(key, new byte[0], Expiry.KEEP);
        assertEquals(now + 10, space.expiry(key));
        assertEquals(0, space.stringLength(key));
        now += 10;
        assertNull(space.string(key));
        assertNull(space.version(key).entry());
        assertFalse(space.remove(key));
        assertEquals(0, space.size());
        space.putString(key, VALUE, Expiry.KEEP);
        assertEquals(Expiry.NONE, space.expiry(key));
    }

    @Test
    void version_changesWithEveryModification() {
        assertNull(space.version(key).entry());
        space.putString(key, VALUE, Expiry.NONE);
        Object first = space.version(key);
        assertEquals(first, space.version(key));
        space.setExpiry(key, now + 5);
        Object second = space.version(key);
        assertNotEquals(first, second);
        space.remove(key);
        space.putString(key, VALUE, Expiry.NONE);
        assertNotEquals(second, space.version(key));
    }

    @Test
    void string_ofOtherType_throws() {
        space.putOther(key, ValueType.LIST);
        assertEquals(ValueType.LIST, space.type(key));
        assertThrows(WrongTypeException.class, () -> space.string(key));
    }

    @Test
    void scan_visitsEveryKeyOnceWhileNothingChanges() {
        Set<String> expected = new HashSet<>();
        for (int i = 0; i < 500; i++) {
            space.putString(Key.of("key:" + i), VALUE, Expiry.NONE);
            expected.add("key:" + i);
        }
        Set<String> seen = new HashSet<>();
        long cursor = 0;
        do {
            cursor = space.scan(cursor, 7, (bytes, type) -> {
                assertTrue(seen.add(new String(bytes, StandardCharsets.UTF_8)));
                return true;
            });
        } while (cursor != 0);
        assertEquals(expected, seen);
    }

    @Test
    void copyAndSwap_moveValuesBetweenDatabases() {
        space.putString(key, VALUE, now + 50);
        InMemoryKeyspace other = keyspaces.database(3);
        assertTrue(space.copy(key, other, Key.of("target")));
        assertEquals(now + 50, other.expiry(Key.of("target")));
        keyspaces.swap(0, 3);
        assertArrayEquals(VALUE, space.string(Key.of("target")));
        assertArrayEquals(VALUE, other.string(key));
        assertEquals(1, other.expiringKeys());
    }
}
