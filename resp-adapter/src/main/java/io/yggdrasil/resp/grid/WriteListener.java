package io.yggdrasil.resp.grid;

import io.yggdrasil.ignite.internals.EntryKey;
import java.util.List;

/**
 * Hears of writes to keys of which this node is the primary, by commands of any node.
 *
 * <p>Threads: those that run commands. {@link #isAwaited} is asked for every key right after it was written, while its slot
 * is locked; it must cost next to nothing while nobody waits for any key.
 */
public interface WriteListener {
    /** Wants to hear of nothing. */
    WriteListener NOBODY = new WriteListener() {
        @Override
        public boolean isAwaited(EntryKey key) {
            return false;
        }

        @Override
        public void onWritten(List<EntryKey> keys) {}

        @Override
        public void onUpheaval() {}
    };

    /** Whether anybody waits for the key. */
    boolean isAwaited(EntryKey key);

    /** Awaited keys were written or removed; their writer holds nothing any more. */
    void onWritten(List<EntryKey> keys);

    /** Databases were emptied or changed places: any key may be another one now. The writer may hold slots. */
    void onUpheaval();
}
