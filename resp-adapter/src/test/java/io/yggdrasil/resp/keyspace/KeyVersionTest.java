package io.yggdrasil.resp.keyspace;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class KeyVersionTest {
    private static final KeyVersion ABSENT = new KeyVersion(3, null, 70);
    private static final KeyVersion PRESENT = new KeyVersion(3, "v1", KeyVersion.NO_STAMP);

    @Test
    void sameMoment_isUnchanged() {
        assertFalse(ABSENT.isChanged(new KeyVersion(3, null, 70)));
        assertFalse(PRESENT.isChanged(new KeyVersion(3, "v1", KeyVersion.NO_STAMP)));
    }

    @Test
    void writes_areChanges() {
        assertTrue(PRESENT.isChanged(new KeyVersion(3, "v2", KeyVersion.NO_STAMP)));
        assertTrue(PRESENT.isChanged(ABSENT));
        assertTrue(ABSENT.isChanged(PRESENT));
        assertTrue(ABSENT.isChanged(new KeyVersion(3, null, 71)));
    }

    @Test
    void stampThatTellsNothing_isNoChange() {
        assertFalse(ABSENT.isChanged(new KeyVersion(3, null, KeyVersion.NO_STAMP)));
        assertFalse(new KeyVersion(3, null, KeyVersion.NO_STAMP).isChanged(ABSENT));
    }

    @Test
    void exchangedDatabases_areAChangeWhereAKeyIsOrWas() {
        assertTrue(PRESENT.isChanged(new KeyVersion(4, "v1", KeyVersion.NO_STAMP)));
        assertTrue(PRESENT.isChanged(new KeyVersion(5, "v1", KeyVersion.NO_STAMP)));
        assertTrue(ABSENT.isChanged(new KeyVersion(4, "v1", KeyVersion.NO_STAMP)));
        assertFalse(ABSENT.isChanged(new KeyVersion(4, null, 71)));
        assertTrue(ABSENT.isChanged(new KeyVersion(5, null, 70)));
    }
}
