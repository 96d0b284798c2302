package io.yggdrasil.ignite.internals;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.apache.ignite.internal.processors.cache.version.GridCacheVersion;
import org.junit.jupiter.api.Test;

final class EntryVersionTest {
    private static final GridCacheVersion VERSION = new GridCacheVersion(77, 1234567890123L, 3, 1);

    @Test
    void encode_andDecode_givesAnEqualToken() {
        assertEquals(VERSION, EntryVersion.decode(EntryVersion.encode(VERSION)));
        assertNull(EntryVersion.decode(EntryVersion.encode(null)));
    }

    @Test
    void isBy_tellsTheNode() {
        assertTrue(EntryVersion.isBy(VERSION, 3));
        assertTrue(EntryVersion.isBy(EntryVersion.decode(EntryVersion.encode(VERSION)), 3));
        assertFalse(EntryVersion.isBy(VERSION, 4));
        assertFalse(EntryVersion.isBy(null, 3));
    }
}
