package io.yggdrasil.ignite.internals;

import io.yggdrasil.ignite.YggdrasilException;
import io.yggdrasil.ignite.YggdrasilException.Kind;
import io.yggdrasil.ignite.internals.InternalsCheck.Hook;
import java.lang.reflect.Field;
import org.apache.ignite.internal.processors.cache.GridCacheTtlManager;

/**
 * Switches the removal of expired entries that nobody asks for, on this node. Ignite decides it once, when a cache
 * starts, and reads the decision in a volatile field of the cache's manager before every round: that field is set.
 * Checked on Ignite 2.17.0: after the start of the cache nothing else depends on it. Without the rounds an expired entry
 * is still never read, it only takes room.
 */
public final class ActiveExpiry {
    private static final String FIELD = "eagerTtlEnabled";

    private ActiveExpiry() {}

    static Hook hook() {
        return Hook.field("stop removing expired entries for a while", GridCacheTtlManager.class, FIELD, boolean.class);
    }

    /** Lets the entries of a store be removed when they expire, or only when somebody meets them. */
    public static void enable(EntryStore store, boolean on) {
        GridCacheTtlManager manager = store.context().ttl();
        if (manager.eagerTtlEnabled() == on) {
            return;
        }
        try {
            Field field = GridCacheTtlManager.class.getDeclaredField(FIELD);
            field.setAccessible(true);
            field.setBoolean(manager, on);
        } catch (ReflectiveOperationException e) {
            throw new YggdrasilException(Kind.FATAL, "the clean-up of expired entries cannot be switched", e);
        }
    }
}
