package io.yggdrasil.resp.waiting;

import io.yggdrasil.ignite.YggdrasilException;
import io.yggdrasil.ignite.internals.EntryKey;
import io.yggdrasil.ignite.internals.EntryRow;
import io.yggdrasil.resp.dispatch.CommandExecutor;
import io.yggdrasil.resp.grid.WriteListener;
import io.yggdrasil.resp.keyspace.ValueType;
import java.util.ArrayDeque;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a thread that offers keys needs: an executor for the requests of those who wait, and the keys still to be offered.
 * What these requests write comes behind the others.
 *
 * <p>Threads: one at a time.
 */
final class KeyServer implements WriteListener {
    private static final int LATER_MILLIS = 5;

    private final WaitTable table;
    private final CommandExecutor executor;
    private final ArrayDeque<EntryKey> keys = new ArrayDeque<>();
    private final EntryRow row = new EntryRow();

    KeyServer(WaitTable table, Function<WriteListener, CommandExecutor> executors) {
        this.table = table;
        this.executor = executors.apply(this);
    }

    CommandExecutor executor() {
        return executor;
    }

    /** Adds keys that are to be offered. */
    void add(List<EntryKey> more) {
        keys.addAll(more);
    }

    /** The next key that is to be offered. */
    @Nullable
    EntryKey next() {
        return keys.poll();
    }

    /** Has the key offered anew soon. */
    void later(EntryKey key) {
        table.offerLater(key, LATER_MILLIS);
    }

    /** The type of a key of this node, null for none. */
    @Nullable
    ValueType typeOf(EntryKey key) {
        try {
            key.store().read(key, System.currentTimeMillis(), row);
            Object value = row.value();
            return value == null ? null : ValueType.of(value);
        } catch (YggdrasilException e) {
            return null; // It leaves this node; those who wait for it look at its new owner.
        } finally {
            row.clear();
        }
    }

    @Override
    public boolean isAwaited(EntryKey key) {
        return table.isAwaited(key);
    }

    @Override
    public void onWritten(List<EntryKey> written) {
        add(written);
    }

    @Override
    public void onUpheaval() {
        table.onUpheaval();
    }
}
