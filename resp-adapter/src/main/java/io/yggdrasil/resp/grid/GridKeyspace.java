package io.yggdrasil.resp.grid;

import io.yggdrasil.ignite.YggdrasilException;
import io.yggdrasil.ignite.internals.EntryRow;
import io.yggdrasil.ignite.internals.EntryScope;
import io.yggdrasil.ignite.internals.EntryStore;
import io.yggdrasil.ignite.internals.PartitionView;
import io.yggdrasil.ignite.slot.Keys;
import io.yggdrasil.ignite.slot.Slots;
import io.yggdrasil.resp.keyspace.Expiry;
import io.yggdrasil.resp.keyspace.Key;
import io.yggdrasil.resp.keyspace.Keyspace;
import io.yggdrasil.resp.keyspace.OutOfMemoryException;
import io.yggdrasil.resp.keyspace.ValueType;
import io.yggdrasil.resp.wire.ReplyWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** One database over its Ignite caches, as one thread uses it. */
final class GridKeyspace implements Keyspace {
    private static final int CLEAR_BATCH = 256;

    private final GridKeyspaces owner;
    private final int database;

    GridKeyspace(GridKeyspaces owner, int database) {
        this.owner = owner;
        this.database = database;
    }

    @Override
    public int database() {
        return database;
    }

    @Override
    public byte @Nullable [] string(Key key) {
        Object value = row(key).value();
        return value == null ? null : ForeignValue.bytes(value);
    }

    @Override
    public boolean writeString(Key key, ReplyWriter reply) {
        Object value = row(key).value();
        if (value == null) {
            return false;
        }
        reply.bulk(ForeignValue.bytes(value));
        return true;
    }

    @Override
    public int stringLength(Key key) {
        byte[] value = string(key);
        return value == null ? -1 : value.length;
    }

    @Override
    public @Nullable ValueType type(Key key) {
        return row(key).isPresent() ? ValueType.STRING : null;
    }

    @Override
    public long expiry(Key key) {
        EntryRow row = row(key);
        return row.isPresent() ? row.expireTime() : Expiry.NO_KEY;
    }

    @Override
    public void putString(Key key, byte[] value, long expiryMillis) {
        put(key, value, expiryMillis);
    }

    private void put(Key key, Object value, long expiryMillis) {
        if (expiryMillis > 0 && expiryMillis <= owner.nowMillis()) {
            remove(key);
            return;
        }
        long expireTime = expiryMillis == Expiry.KEEP ? EntryScope.KEEP_EXPIRE_TIME : expiryMillis;
        try {
            owner.scope().put(scoped(key), value, expireTime, owner.nowMillis());
        } catch (YggdrasilException e) {
            if (e.kind() == YggdrasilException.Kind.RESOURCE) {
                throw new OutOfMemoryException();
            }
            throw e;
        }
    }

    @Override
    public boolean setExpiry(Key key, long expiryMillis) {
        Object value = row(key).value();
        if (value == null) {
            return false;
        }
        put(key, value, expiryMillis);
        return true;
    }

    @Override
    public boolean remove(Key key) {
        return owner.scope().remove(scoped(key), owner.nowMillis());
    }

    @Override
    public boolean copy(Key source, Keyspace targetSpace, Key target) {
        EntryRow row = row(source);
        Object value = row.value();
        if (value == null) {
            return false;
        }
        ((GridKeyspace) targetSpace).put(target, value, row.expireTime());
        return true;
    }

    @Override
    public @Nullable Object version(Key key) {
        return row(key).version();
    }

    private EntryRow row(Key key) {
        return owner.row(owner.entryKey(database, key));
    }

    private int scoped(Key key) {
        int index = owner.scope().indexOf(owner.entryKey(database, key));
        if (index < 0) {
            throw new IllegalStateException("key is not declared by the command: " + key);
        }
        return index;
    }

    @Override
    public long size() {
        long size = 0;
        for (EntryStore store : owner.grid().stores(database)) {
            PartitionView view = store.view();
            if (view == null) {
                continue;
            }
            for (int p = view.nextLocal(0); p >= 0; p = view.nextLocal(p + 1)) {
                size += store.size(p);
            }
        }
        return size;
    }

    @Override
    public long expiringKeys() {
        long count = 0;
        for (EntryStore store : owner.grid().stores(database)) {
            count += store.expiringCount();
        }
        return count;
    }

    /**
     * The cursor is the place in the order (store, partition, hash of the key): stateless, so it survives anything.
     * Keys with one hash are never split between two calls.
     */
    @Override
    public long scan(long cursor, int count, KeyVisitor visitor) {
        List<EntryStore> stores = storeList();
        ScanCursor at = ScanCursor.decode(cursor);
        ScanStep step = new ScanStep(count, owner.nowMillis(), visitor);
        int hash = at.hash();
        int from = at.partition();
        for (int s = at.store(); s < stores.size(); s++) {
            EntryStore store = stores.get(s);
            PartitionView view = store.view();
            if (view == null) {
                return cursor;
            }
            for (int p = view.nextLocal(from); p >= 0; p = view.nextLocal(p + 1)) {
                step.enter();
                store.scan(p, p == at.partition() && s == at.store() ? hash : Integer.MIN_VALUE, step);
                if (step.isFull()) {
                    return step.next(s, p);
                }
            }
            from = 0;
        }
        return 0;
    }

    @Override
    public void visitSlot(int slot, KeyVisitor visitor) {
        long now = owner.nowMillis();
        for (EntryStore store : storeList()) {
            boolean[] goOn = {true};
            store.scan(slot >>> 4, Integer.MIN_VALUE, (key, hash, value, expireTime) -> {
                byte[] bytes = Keys.bytes(key);
                if (bytes == null || Slots.slot(bytes, 0, bytes.length) != slot || isExpired(expireTime, now)) {
                    return true;
                }
                goOn[0] = visitor.visit(bytes, ValueType.STRING);
                return goOn[0];
            });
            if (!goOn[0]) {
                return;
            }
        }
    }

    private List<EntryStore> storeList() {
        return owner.grid().stores(database);
    }

    private static boolean isExpired(long expireTime, long now) {
        return expireTime > 0 && expireTime <= now;
    }

    /** Starts at a random place of a partition drawn by its size, and takes the first live key from there on. */
    @Override
    public byte @Nullable [] randomKey() {
        for (EntryStore store : storeList()) {
            PartitionView view = store.view();
            long size = view == null ? 0 : sizeOf(store, view);
            if (size > 0 && view != null) {
                long target = ThreadLocalRandom.current().nextLong(size);
                for (int p = view.nextLocal(0); p >= 0; p = view.nextLocal(p + 1)) {
                    target -= store.size(p);
                    if (target < 0) {
                        byte[] found = randomKey(store, view, p);
                        if (found != null) {
                            return found;
                        }
                        break;
                    }
                }
            }
        }
        return null;
    }

    private static long sizeOf(EntryStore store, PartitionView view) {
        long size = 0;
        for (int p = view.nextLocal(0); p >= 0; p = view.nextLocal(p + 1)) {
            size += store.size(p);
        }
        return size;
    }

    private byte @Nullable [] randomKey(EntryStore store, PartitionView view, int partition) {
        int hash = ThreadLocalRandom.current().nextInt();
        byte[][] found = new byte[1][];
        for (int attempt = 0; attempt <= view.partitions() && found[0] == null; attempt++) {
            int p = (partition + attempt / 2) % view.partitions();
            int from = attempt == 0 ? hash : Integer.MIN_VALUE;
            if (view.isLocal(p)) {
                store.scan(p, from, (key, keyHash, value, expireTime) -> {
                    if (!isExpired(expireTime, owner.nowMillis())) {
                        found[0] = Keys.bytes(key);
                    }
                    return found[0] == null;
                });
            }
        }
        return found[0];
    }

    /** Removes entries in batches, each in a scope of its own beside the command's. */
    @Override
    public void clear() {
        EntryScope batch = new EntryScope();
        for (EntryStore store : storeList()) {
            PartitionView view = store.view();
            if (view == null) {
                throw new YggdrasilException(YggdrasilException.Kind.RETRY, "ownership is being decided");
            }
            for (int p = view.nextLocal(0); p >= 0; p = view.nextLocal(p + 1)) {
                clear(store, p, batch);
            }
        }
        owner.scope().forgetRows();
    }

    private void clear(EntryStore store, int partition, EntryScope batch) {
        List<Object> keys = new ArrayList<>();
        do {
            keys.clear();
            if (store.size(partition) == 0) {
                return;
            }
            store.scan(partition, Integer.MIN_VALUE, (key, hash, value, expireTime) -> {
                keys.add(key);
                return keys.size() < CLEAR_BATCH;
            });
            for (Object key : keys) {
                batch.add(store.key(key, partition));
            }
            if (!keys.isEmpty()) {
                removeAll(batch, keys.size());
            }
        } while (keys.size() == CLEAR_BATCH);
    }

    private void removeAll(EntryScope batch, int count) {
        try (batch) {
            if (batch.open() != EntryScope.Opening.OPEN) {
                throw new YggdrasilException(YggdrasilException.Kind.RETRY, "ownership is being decided");
            }
            for (int i = 0; i < count; i++) {
                batch.removeAny(i);
            }
        }
    }

    /** Collects one step of a scan. */
    private static final class ScanStep implements EntryStore.EntryVisitor {
        private final int count;
        private final long now;
        private final KeyVisitor visitor;
        private int seen;
        private int lastHash;
        private boolean any;
        private boolean full;
        private int stopHash;

        ScanStep(int count, long now, KeyVisitor visitor) {
            this.count = count;
            this.now = now;
            this.visitor = visitor;
        }

        void enter() {
            any = false;
        }

        @Override
        public boolean visit(Object key, int hash, Object value, long expireTime) {
            if (seen >= count && (!any || hash != lastHash)) {
                full = true;
                stopHash = hash;
                return false;
            }
            any = true;
            lastHash = hash;
            seen++;
            byte[] bytes = Keys.bytes(key);
            if (bytes != null && !isExpired(expireTime, now)) {
                visitor.visit(bytes, ValueType.STRING);
            }
            return true;
        }

        boolean isFull() {
            return full;
        }

        long next(int store, int partition) {
            return new ScanCursor(store, partition, stopHash).encode();
        }
    }
}
