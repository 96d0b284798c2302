package io.yggdrasil.resp.grid;

import io.yggdrasil.ignite.internals.EntryStore;
import io.yggdrasil.ignite.internals.PartitionView;
import io.yggdrasil.ignite.slot.Keys;
import io.yggdrasil.ignite.slot.Slots;
import io.yggdrasil.resp.keyspace.Keyspace.KeyVisitor;
import io.yggdrasil.resp.keyspace.ValueType;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one database that this node is the primary of: how many, which, some one. Nothing is locked; while
 * ownership changes the answer is a {@code RETRY} error, never a part of the keys.
 */
final class LocalKeys {
    private final Grid grid;
    private final int database;

    LocalKeys(Grid grid, int database) {
        this.grid = grid;
        this.database = database;
    }

    /** Number of keys; expired ones that were not purged yet count. */
    long size() {
        long size = 0;
        for (BoundStore bound : grid.stores(database)) {
            PartitionView view = bound.view();
            size += bound.size(view);
            bound.check(view);
        }
        return size;
    }

    /** Number of keys with an expiry. */
    long expiringCount() {
        long count = 0;
        for (BoundStore bound : grid.stores(database)) {
            count += bound.store().expiringCount();
        }
        return count;
    }

    /**
     * Visits keys from {@code cursor} on. The cursor is a place in an order that writes do not change, so it is
     * stateless and never misses a key that stays. Keys of one hash are never split between two calls.
     *
     * @return where to go on; 0 at the end
     */
    long scan(long cursor, int count, long nowMillis, KeyVisitor visitor) {
        ScanCursor at = ScanCursor.decode(cursor);
        ScanStep step = new ScanStep(count, nowMillis, visitor);
        for (BoundStore bound : grid.stores(database)) {
            if (bound.binding() < at.binding()) {
                continue;
            }
            boolean resumed = bound.binding() == at.binding();
            PartitionView view = bound.view();
            int from = resumed ? at.partition() : 0;
            for (int p = view.nextLocal(from); p >= 0 && !step.isFull(); p = view.nextLocal(p + 1)) {
                step.enter(bound.binding(), p);
                bound.store().scan(p, resumed && p == from ? at.hash() : Integer.MIN_VALUE, step);
            }
            bound.check(view);
            if (step.isFull()) {
                return step.next();
            }
        }
        return 0;
    }

    /** Visits the keys of one slot until the visitor says enough. */
    void visitSlot(int slot, long nowMillis, KeyVisitor visitor) {
        boolean[] goOn = {true};
        for (BoundStore bound : grid.stores(database)) {
            bound.store().scan(slot >>> 4, Integer.MIN_VALUE, (key, hash, value, expireTime) -> {
                byte[] bytes = Keys.bytes(key);
                if (bytes != null && Slots.slot(bytes, 0, bytes.length) == slot && !isExpired(expireTime, nowMillis)) {
                    goOn[0] = visitor.visit(bytes, ValueType.of(value));
                }
                return goOn[0];
            });
            if (!goOn[0]) {
                return;
            }
        }
    }

    /** Some key: a partition drawn by its size, and in it the first live key from a random hash on. */
    byte @Nullable [] random(long nowMillis) {
        List<BoundStore> stores = grid.stores(database);
        long total = 0;
        for (BoundStore bound : stores) {
            total += bound.size(bound.view());
        }
        if (total == 0) {
            return null;
        }
        long target = ThreadLocalRandom.current().nextLong(total);
        byte[] found = null;
        for (BoundStore bound : stores) {
            PartitionView view = bound.view();
            for (int p = view.nextLocal(0); p >= 0 && found == null; p = view.nextLocal(p + 1)) {
                target -= bound.store().size(p);
                if (target < 0) {
                    found = random(bound.store(), p, nowMillis);
                }
            }
        }
        return found == null ? first(stores, nowMillis) : found;
    }

    private static byte @Nullable [] random(EntryStore store, int partition, long nowMillis) {
        byte[] found = first(store, partition, ThreadLocalRandom.current().nextInt(), nowMillis);
        return found == null ? first(store, partition, Integer.MIN_VALUE, nowMillis) : found;
    }

    /** What was drawn had expired, with all behind it. */
    private static byte @Nullable [] first(List<BoundStore> stores, long nowMillis) {
        for (BoundStore bound : stores) {
            PartitionView view = bound.view();
            for (int p = view.nextLocal(0); p >= 0; p = view.nextLocal(p + 1)) {
                byte[] found = first(bound.store(), p, Integer.MIN_VALUE, nowMillis);
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }

    private static byte @Nullable [] first(EntryStore store, int partition, int fromHash, long nowMillis) {
        byte[][] found = new byte[1][];
        store.scan(partition, fromHash, (key, hash, value, expireTime) -> {
            if (!isExpired(expireTime, nowMillis)) {
                found[0] = Keys.bytes(key);
            }
            return found[0] == null;
        });
        return found[0];
    }

    private static boolean isExpired(long expireTime, long nowMillis) {
        return expireTime > 0 && expireTime <= nowMillis;
    }

    /** One call of a scan: it ends at the first key behind {@code count} others whose hash is another. */
    private static final class ScanStep implements EntryStore.EntryVisitor {
        private final int count;
        private final long nowMillis;
        private final KeyVisitor visitor;
        private int seen;
        private int binding;
        private int partition;
        private int lastHash;
        private boolean anyHere;
        private boolean full;

        ScanStep(int count, long nowMillis, KeyVisitor visitor) {
            this.count = count;
            this.nowMillis = nowMillis;
            this.visitor = visitor;
        }

        void enter(int bindingNumber, int partitionNumber) {
            binding = bindingNumber;
            partition = partitionNumber;
            anyHere = false;
        }

        @Override
        public boolean visit(Object key, int hash, Object value, long expireTime) {
            if (seen >= count && !(anyHere && hash == lastHash)) {
                full = true;
                lastHash = hash;
                return false;
            }
            anyHere = true;
            lastHash = hash;
            seen++;
            byte[] bytes = Keys.bytes(key);
            if (bytes != null && !isExpired(expireTime, nowMillis)) {
                visitor.visit(bytes, ValueType.of(value));
            }
            return true;
        }

        boolean isFull() {
            return full;
        }

        long next() {
            return new ScanCursor(binding, partition, lastHash).encode();
        }
    }
}
