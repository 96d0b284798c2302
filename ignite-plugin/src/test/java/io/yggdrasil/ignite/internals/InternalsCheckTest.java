package io.yggdrasil.ignite.internals;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.yggdrasil.ignite.YggdrasilException;
import io.yggdrasil.ignite.internals.InternalsCheck.Hook;
import java.util.List;
import org.junit.jupiter.api.Test;

class InternalsCheckTest {
    @Test
    void run_thisIgnite_hasEveryHook() {
        assertDoesNotThrow(InternalsCheck.standard()::run);
    }

    @Test
    void run_missingHooks_allNamedWithTheirReason() {
        InternalsCheck check = new InternalsCheck(List.of(
                Hook.method("be there", String.class, "length"),
                Hook.method("count lines", String.class, "noSuchMethod", int.class),
                Hook.field("read the hash", String.class, "hash", long.class)));
        YggdrasilException e = assertThrows(YggdrasilException.class, check::run);
        assertEquals(YggdrasilException.Kind.FATAL, e.kind());
        assertTrue(e.getMessage().contains("java.lang.String.noSuchMethod (count lines)"), e.getMessage());
        assertTrue(e.getMessage().contains("java.lang.String.hash (read the hash)"), e.getMessage());
        assertFalse(e.getMessage().contains("be there"), e.getMessage());
    }
}
