package io.yggdrasil.ignite.internals;

import io.yggdrasil.ignite.YggdrasilException;
import io.yggdrasil.ignite.YggdrasilException.Kind;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import org.apache.ignite.internal.IgniteVersionUtils;

/**
 * The start-up check of every Ignite internal that this package uses. A hook that is gone stops the node's start with
 * one message that names all missing hooks.
 */
public final class InternalsCheck {
    /** The Ignite version that the hooks were read and tested on. */
    public static final String CHECKED_VERSION = "2.17.0";

    private final List<Hook> hooks;

    InternalsCheck(List<Hook> hooks) {
        this.hooks = List.copyOf(hooks);
    }

    /** The hooks of this package. A class that uses a further internal names its hooks and is added here. */
    public static InternalsCheck standard() {
        List<Hook> all = new ArrayList<>();
        all.addAll(DataStoreHooks.all());
        all.addAll(PageStatistics.hooks());
        all.addAll(Checkpoints.hooks());
        all.addAll(EntryHooks.all());
        all.addAll(HeapEntries.hooks());
        all.addAll(PeerHooks.all());
        all.addAll(PartitionCopies.hooks());
        all.addAll(EntryEviction.hooks());
        all.addAll(SharedNote.hooks());
        return new InternalsCheck(all);
    }

    /** Probes every hook; throws a {@link YggdrasilException} naming all that are missing. */
    public void run() {
        List<String> missing = new ArrayList<>();
        for (Hook hook : hooks) {
            try {
                hook.probe().find();
            } catch (ReflectiveOperationException | LinkageError e) {
                missing.add(hook.name() + " (" + hook.reason() + "): " + e);
            }
        }
        if (!missing.isEmpty()) {
            throw new YggdrasilException(
                    Kind.FATAL,
                    "Ignite " + IgniteVersionUtils.VER_STR + " lacks internals that Yggdrasil needs (checked on "
                            + CHECKED_VERSION + "):\n  " + String.join("\n  ", missing));
        }
    }

    /**
     * One use of an Ignite internal.
     *
     * @param name class and member
     * @param reason what it is needed for
     * @param probe fails when it is gone
     */
    public record Hook(String name, String reason, Probe probe) {
        /** A method that must exist with this signature. */
        public static Hook method(String reason, Class<?> owner, String method, Class<?>... parameters) {
            return new Hook(owner.getName() + '.' + method, reason, () -> owner.getDeclaredMethod(method, parameters));
        }

        /** A field that must exist with this type. */
        public static Hook field(String reason, Class<?> owner, String field, Class<?> type) {
            return new Hook(owner.getName() + '.' + field, reason, () -> {
                Field found = owner.getDeclaredField(field);
                if (found.getType() != type) {
                    throw new NoSuchFieldException(
                            field + " is a " + found.getType().getName());
                }
                return found;
            });
        }

        /** A static number that must have this value. */
        public static Hook constant(String reason, Class<?> owner, String field, int value) {
            return new Hook(owner.getName() + '.' + field, reason, () -> {
                Field found = owner.getDeclaredField(field);
                found.setAccessible(true);
                if (found.getInt(null) != value) {
                    throw new NoSuchFieldException(field + " is " + found.getInt(null) + ", not " + value);
                }
                return found;
            });
        }
    }

    /** Looks for one hook without using it. */
    @FunctionalInterface
    public interface Probe {
        /** What was found. */
        Object find() throws ReflectiveOperationException;
    }
}
