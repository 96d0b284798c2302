package io.yggdrasil.resp.cluster;

import io.yggdrasil.ignite.YggdrasilException;
import io.yggdrasil.ignite.YggdrasilException.Kind;
import io.yggdrasil.ignite.internals.EntryKey;
import io.yggdrasil.ignite.internals.EntryRow;
import io.yggdrasil.ignite.internals.EntryVersion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Entries that a command over several nodes wanted written and whose owners refused, or left before they answered: such
 * an owner may have written them.
 *
 * <p>An entry's version tells. The owner held the slot for this command alone, so a version that it made after the command
 * read the entry is this command's write. The version that was read tells that nothing was written. Any other one hides
 * what was there before.
 */
final class Undone {
    /** What to say of an owner that wrote nothing; nodes have higher orders. */
    static final long REFUSED = -1;

    private final Map<EntryKey, Long> owners = new LinkedHashMap<>();

    /** Nobody can tell any more whether a command was done, or a part of it was done and the rest cannot be. */
    static final class FateUnknown extends YggdrasilException {
        private static final long serialVersionUID = 1L;

        FateUnknown(YggdrasilException cause) {
            super(Kind.RESOURCE, "a write over several nodes may be done in part: " + cause.getMessage(), cause);
        }
    }

    /** Adds entries of an owner whose order in the grid was {@code order}, or {@link #REFUSED}. */
    void add(List<EntryKey> keys, long order) {
        keys.forEach(key -> owners.put(key, order));
    }

    /** Entries are written. */
    void remove(List<EntryKey> keys) {
        keys.forEach(owners::remove);
    }

    List<EntryKey> keys() {
        return new ArrayList<>(owners.keySet());
    }

    boolean isEmpty() {
        return owners.isEmpty();
    }

    /**
     * Checks that every entry can be written now, be it again.
     *
     * @param entries what the command read and wants to be
     * @param now what is there; the slots are held
     */
    void requireKnown(SpanEntries entries, SpanEntries now) {
        owners.forEach((key, order) -> {
            if (key.store().isOfNodes()) {
                return; // Nothing reaches it before its root is written, and what the root was is checked.
            }
            SpanEntries.Entry entry = Objects.requireNonNull(entries.entries().get(key));
            EntryRow row = now.row(key, Long.MIN_VALUE);
            boolean untouched = Objects.equals(entry.before().version(), row.version());
            boolean gone = !row.isPresent() && !entry.after().isPresent();
            if (!untouched && !gone && !EntryVersion.isBy(row.version(), order)) {
                throw new YggdrasilException(Kind.RESOURCE, "a key was written by another client meanwhile");
            }
        });
    }
}
