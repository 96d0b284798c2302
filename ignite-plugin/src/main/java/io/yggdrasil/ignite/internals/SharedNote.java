package io.yggdrasil.ignite.internals;

import io.yggdrasil.ignite.YggdrasilException;
import io.yggdrasil.ignite.YggdrasilException.Kind;
import java.io.Serializable;
import java.util.List;
import java.util.function.Consumer;
import org.apache.ignite.Ignite;
import org.apache.ignite.IgniteCheckedException;
import org.apache.ignite.IgniteException;
import org.apache.ignite.internal.GridKernalContext;
import org.apache.ignite.internal.IgniteEx;
import org.apache.ignite.internal.processors.metastorage.DistributedMetaStorage;
import org.apache.ignite.internal.processors.metastorage.DistributedMetaStorageListener;
import org.apache.ignite.internal.processors.metastorage.ReadableDistributedMetaStorage;
import org.jspecify.annotations.Nullable;

/**
 * A short text that all nodes of a grid have, those that join later too; where data are on disk it outlives the grid. A
 * cache would do as well, but for what is read before every write and is so small, Ignite's own distributed metadata are
 * simpler: a change is a message to all nodes. Checked on Ignite 2.17.0.
 *
 * <p>Threads: any. {@link #text} is a look at memory; changes wait until all nodes know.
 */
public final class SharedNote {
    private final DistributedMetaStorage storage;
    private final String name;

    private SharedNote(DistributedMetaStorage storage, String name) {
        this.storage = storage;
        this.name = name;
    }

    /** A note of a started node. */
    public static SharedNote of(Ignite ignite, String name) {
        return new SharedNote(((IgniteEx) ignite).context().distributedMetastorage(), name);
    }

    /**
     * Has each change told, by whichever node.
     *
     * @param listener told the new text, null: none, on Ignite's discovery thread: it must not wait
     */
    public void onChange(Consumer<@Nullable String> listener) {
        DistributedMetaStorageListener<String> passed = (key, before, after) -> listener.accept(after);
        storage.listen(name::equals, passed);
    }

    /** What is noted; null: nothing. */
    public @Nullable String text() {
        try {
            return storage.read(name);
        } catch (IgniteCheckedException | IgniteException e) {
            throw failed(e);
        }
    }

    /**
     * Changes the note if it is as expected.
     *
     * @param expected the text; null: none
     * @param text the new text; null: none
     * @return whether it was as expected
     */
    public boolean replace(@Nullable String expected, @Nullable String text) {
        try {
            if (text != null) {
                return storage.compareAndSet(name, expected, text);
            }
            return expected == null || storage.compareAndRemove(name, expected);
        } catch (IgniteCheckedException | IgniteException e) {
            throw failed(e);
        }
    }

    private static YggdrasilException failed(Exception e) {
        return new YggdrasilException(Kind.RESOURCE, "the grid's nodes could not be told: " + e.getMessage(), e);
    }

    static List<InternalsCheck.Hook> hooks() {
        return List.of(
                InternalsCheck.Hook.method(
                        "tell all nodes something short", GridKernalContext.class, "distributedMetastorage"),
                InternalsCheck.Hook.method("read it", ReadableDistributedMetaStorage.class, "read", String.class),
                InternalsCheck.Hook.method(
                        "change it",
                        DistributedMetaStorage.class,
                        "compareAndSet",
                        String.class,
                        Serializable.class,
                        Serializable.class),
                InternalsCheck.Hook.method(
                        "take it back",
                        DistributedMetaStorage.class,
                        "compareAndRemove",
                        String.class,
                        Serializable.class));
    }
}
