package io.yggdrasil.resp.grid;

import io.yggdrasil.ignite.internals.EntryKey;
import io.yggdrasil.ignite.internals.EntryRow;
import io.yggdrasil.ignite.internals.EntryScope;
import io.yggdrasil.ignite.internals.EntryScope.HeldEntry;
import io.yggdrasil.ignite.slot.Keys;
import io.yggdrasil.ignite.slot.Slots;
import io.yggdrasil.resp.keyspace.Keyspace.KeyVisitor;
import io.yggdrasil.resp.keyspace.ValueType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one database as a transaction leaves them while its writes are kept back: for its commands that ask for keys
 * which they do not name. What it made comes first, what it removed is left out.
 *
 * <p>Threads: that of the transaction. Short-lived.
 */
final class HeldKeys {
    private final LocalKeys local;
    private final List<Change> changes = new ArrayList<>();
    private final Set<String> removed = new HashSet<>();

    private record Change(byte[] key, @Nullable Object value, boolean stored, int expiring) {}

    /** @param caches the ids of the database's caches */
    HeldKeys(LocalKeys local, EntryScope scope, List<Integer> caches) {
        this.local = local;
        EntryRow row = new EntryRow();
        for (HeldEntry entry : scope.held()) {
            byte[] key = Keys.bytes(entry.key().key());
            if (key != null && caches.contains(entry.key().store().id())) {
                changes.add(change(key, entry, row));
                if (entry.value() == null) {
                    removed.add(latin(key));
                }
            }
        }
    }

    private static Change change(byte[] key, HeldEntry entry, EntryRow row) {
        EntryKey at = entry.key();
        at.store().read(at, Long.MIN_VALUE, row); // Keys whose time is over count until they are purged.
        int expiring = (entry.expireTime() > 0 ? 1 : 0) - (row.expireTime() > 0 ? 1 : 0);
        return new Change(key, entry.value(), row.isPresent(), expiring);
    }

    long size() {
        long size = local.size();
        for (Change change : changes) {
            size += (change.value == null ? 0 : 1) - (change.stored ? 1 : 0);
        }
        return size;
    }

    long expiringCount() {
        return local.expiringCount()
                + changes.stream().mapToInt(Change::expiring).sum();
    }

    long scan(long cursor, int count, long nowMillis, KeyVisitor visitor) {
        if (cursor == 0) {
            visitNew(visitor);
        }
        return local.scan(cursor, count, nowMillis, kept(visitor));
    }

    void visitSlot(int slot, long nowMillis, KeyVisitor visitor) {
        boolean goesOn = visitNew((key, type) -> Slots.slot(key, 0, key.length) != slot || visitor.visit(key, type));
        if (goesOn) {
            local.visitSlot(slot, nowMillis, kept(visitor));
        }
    }

    byte @Nullable [] random(long nowMillis) {
        byte[] drawn = local.random(nowMillis);
        return drawn == null || removed.contains(latin(drawn)) ? first(nowMillis) : drawn;
    }

    private byte @Nullable [] first(long nowMillis) {
        byte[][] found = new byte[1][];
        long cursor = 0;
        do {
            cursor = scan(cursor, 100, nowMillis, (key, type) -> {
                found[0] = key;
                return true;
            });
        } while (found[0] == null && cursor != 0);
        return found[0];
    }

    private boolean visitNew(KeyVisitor visitor) {
        for (Change change : changes) {
            Object value = change.value;
            if (value != null && !change.stored && !visitor.visit(change.key, ValueType.of(value))) {
                return false;
            }
        }
        return true;
    }

    private KeyVisitor kept(KeyVisitor visitor) {
        return (key, type) -> removed.contains(latin(key)) || visitor.visit(key, type);
    }

    private static String latin(byte[] key) {
        return new String(key, StandardCharsets.ISO_8859_1);
    }
}
