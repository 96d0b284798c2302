package io.yggdrasil.ignite.internals;

import io.yggdrasil.ignite.collection.Collection;
import io.yggdrasil.ignite.collection.RootValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.ignite.internal.processors.cache.CacheObject;
import org.apache.ignite.internal.processors.cache.version.GridCacheVersion;
import org.jspecify.annotations.Nullable;

/**
 * The writes that the scope of a transaction keeps back, to apply them together: the last one of each entry.
 *
 * <p>Nodes of collections are not kept back, since nothing reaches them before the root is written. But a root that is kept
 * back may be followed by another: until the first one is stored, what the stored root reaches must neither be overwritten
 * ({@link #mayReuse}) nor removed (removals of nodes wait).
 *
 * <p>Threads: one.
 */
final class HeldWrites {
    private final List<Write> writes = new ArrayList<>();
    private final List<Integer> removedNodes = new ArrayList<>();
    private final List<Orphan> orphans = new ArrayList<>();
    private final EntryRow scratch = new EntryRow();
    private @Nullable Write[] byIndex = new Write[4];
    private @Nullable RootValue[] storedRoots = new RootValue[4];
    private boolean[] rootRead = new boolean[4];
    private long bytes;

    /** What an entry of the scope is to be. */
    static final class Write {
        private final int index;
        private final EntryKey key;
        private @Nullable Object value;
        private long expireTime;
        private final @Nullable BackupWrites copies;
        private GridCacheVersion version;
        private int bytes;

        Write(int index, EntryKey key, GridCacheVersion version, @Nullable BackupWrites copies) {
            this.index = index;
            this.key = key;
            this.version = version;
            this.copies = copies;
        }

        /** The entry's index in the scope. */
        int index() {
            return index;
        }

        EntryKey key() {
            return key;
        }

        /** Null: the entry is to be removed. */
        @Nullable
        Object value() {
            return value;
        }

        @Nullable
        CacheObject object() {
            Object now = value;
            return now == null ? null : key.store().wrap(now);
        }

        long expireTime() {
            return expireTime;
        }

        GridCacheVersion version() {
            return version;
        }

        /** What takes it to the partition's other copies; null: there are none. */
        @Nullable
        BackupWrites copies() {
            return copies;
        }
    }

    /** A root that is not stored any more, or never was. */
    private record Orphan(EntryKey key, RootValue root) {}

    /** Keeps a write; {@code length} is that of the value, as far as it is known. */
    void add(
            int index,
            EntryKey key,
            @Nullable Object value,
            long expireTime,
            GridCacheVersion version,
            @Nullable BackupWrites copies,
            int length) {
        if (index >= byIndex.length) {
            byIndex = Arrays.copyOf(byIndex, Math.max(index + 1, byIndex.length * 2));
        }
        Write write = byIndex[index];
        if (write == null) {
            write = new Write(index, key, version, copies);
            byIndex[index] = write;
            writes.add(write);
        } else {
            note(key, write.value, value);
        }
        bytes += length - write.bytes;
        write.bytes = length;
        write.value = value;
        write.expireTime = expireTime;
        write.version = version;
    }

    /** Notes the nodes of a root that the next value of the entry does not reach. */
    private void note(EntryKey key, @Nullable Object before, @Nullable Object next) {
        if (before instanceof RootValue root && ownerOf(root) != 0 && ownerOf(root) != ownerOf(next)) {
            orphans.add(new Orphan(key, root));
        }
    }

    private static long ownerOf(@Nullable Object value) {
        return value instanceof RootValue root ? Collection.ownerOf(root.bytes()) : 0;
    }

    /** A node that is to be removed when all is written. */
    void addRemovedNode(int index) {
        removedNodes.add(index);
    }

    /** The writes, in the order in which their entries were written first. */
    List<Write> writes() {
        return writes;
    }

    /** Indexes of the nodes to remove. */
    List<Integer> removedNodes() {
        return removedNodes;
    }

    boolean isHeld(int index) {
        return index < byIndex.length && byIndex[index] != null;
    }

    /** Bytes of the values. */
    int bytes() {
        return (int) Math.min(Integer.MAX_VALUE / 2, bytes);
    }

    /** What takes the writes of a store to other nodes, be it of one version; null: there are none yet. */
    @Nullable
    BackupWrites copies(EntryStore store, @Nullable GridCacheVersion version) {
        for (Write write : writes) {
            BackupWrites copies = write.copies;
            if (copies != null && write.key.store() == store && (version == null || version.equals(copies.version()))) {
                return copies;
            }
        }
        return null;
    }

    /**
     * Whether a node may be written where one with this id is, or is to be removed: the stored root, whose index in the scope
     * is given, does not reach it.
     */
    boolean mayReuse(int index, EntryKey key, long owner, int id) {
        RootValue stored = storedRoot(index, key);
        if (stored == null || Collection.ownerOf(stored.bytes()) != owner) {
            return true;
        }
        return Collection.isFree(stored.bytes(), id);
    }

    private @Nullable RootValue storedRoot(int index, EntryKey key) {
        if (index >= rootRead.length) {
            rootRead = Arrays.copyOf(rootRead, Math.max(index + 1, rootRead.length * 2));
            storedRoots = Arrays.copyOf(storedRoots, rootRead.length);
        }
        if (!rootRead[index]) {
            key.store().read(key, 0, scratch);
            storedRoots[index] = scratch.value() instanceof RootValue root ? root : null;
            scratch.clear();
            rootRead[index] = true;
        }
        return storedRoots[index];
    }

    /** Forgets all; what nothing reaches is freed. {@code applied} tells whether the writes were done. */
    void end(boolean applied) {
        for (Orphan orphan : orphans) {
            free(orphan.key, orphan.root, applied ? lastOf(orphan.key) : null);
        }
        for (Write write : writes) {
            if (!applied && write.value instanceof RootValue root) {
                free(write.key, root, null);
            }
        }
        writes.clear();
        removedNodes.clear();
        orphans.clear();
        Arrays.fill(byIndex, null);
        Arrays.fill(storedRoots, null);
        Arrays.fill(rootRead, false);
        bytes = 0;
    }

    private @Nullable Object lastOf(EntryKey key) {
        for (Write write : writes) {
            if (write.key == key) {
                return write.value;
            }
        }
        return null;
    }

    /** Frees the nodes of a root unless one that is, or was, stored has them: who replaces that one frees them. */
    private void free(EntryKey key, RootValue root, @Nullable Object last) {
        long owner = ownerOf(root);
        if (owner == 0 || owner == ownerOf(last)) {
            return;
        }
        key.store().read(key, 0, scratch);
        long stored = ownerOf(scratch.value());
        scratch.clear();
        if (owner != stored) {
            key.store().freeNodes(key.partition(), root);
        }
    }
}
