package io.yggdrasil.resp.grid;

import io.yggdrasil.ignite.YggdrasilException;
import io.yggdrasil.ignite.collection.Collection;
import io.yggdrasil.ignite.collection.RootValue;
import io.yggdrasil.ignite.internals.EntryKey;
import io.yggdrasil.ignite.internals.EntryRow;
import io.yggdrasil.ignite.internals.EntryScope;
import io.yggdrasil.ignite.internals.EntryStore;
import io.yggdrasil.ignite.internals.PartitionView;
import io.yggdrasil.ignite.internals.RowReader;
import io.yggdrasil.resp.keyspace.Expiry;
import io.yggdrasil.resp.keyspace.Key;
import io.yggdrasil.resp.keyspace.KeyVersion;
import io.yggdrasil.resp.keyspace.Keyspace;
import io.yggdrasil.resp.keyspace.OutOfMemoryException;
import io.yggdrasil.resp.keyspace.Residency;
import io.yggdrasil.resp.keyspace.StringEncoding;
import io.yggdrasil.resp.keyspace.ValueType;
import io.yggdrasil.resp.keyspace.WrongTypeException;
import io.yggdrasil.resp.wire.ReplyWriter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One database over its Ignite caches, as one thread uses it. */
final class GridKeyspace implements Keyspace {
    private static final Logger LOG = LoggerFactory.getLogger(GridKeyspace.class);

    private final GridKeyspaces owner;
    private final int database;
    private final LocalKeys local;

    GridKeyspace(GridKeyspaces owner, int database) {
        this.owner = owner;
        this.database = database;
        this.local = new LocalKeys(owner.grid(), database);
    }

    @Override
    public int database() {
        return database;
    }

    @Override
    public byte @Nullable [] string(Key key) {
        if (owner.readToChange(database, key)) {
            byte[] found = owner.found();
            noteMissed(key, found != null);
            return found;
        }
        Object value = row(key).value();
        return value == null ? null : ForeignValue.bytes(value);
    }

    @Override
    public boolean writeString(Key key, ReplyWriter reply) {
        if (owner.window() == null && !owner.scope().isOpen() && !owner.readsToChange()) {
            RowReader.Outcome outcome = owner.readString(database, key, reply);
            if (outcome != RowReader.Outcome.UNSUPPORTED) {
                owner.onLookup(outcome == RowReader.Outcome.FOUND);
                noteMissed(key, outcome == RowReader.Outcome.FOUND);
                if (outcome == RowReader.Outcome.EXPIRED) {
                    owner.onExpired(owner.entryKey(database, key));
                }
                return outcome == RowReader.Outcome.FOUND;
            }
        }
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
        Object value = row(key).value();
        return value == null ? null : ValueType.of(value);
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

    @Override
    public void putString(Key key, byte[] value, long expiryMillis, StringEncoding encoding) {
        put(key, value, expiryMillis, encoding == StringEncoding.of(value) ? null : encoding);
    }

    @Override
    public @Nullable StringEncoding encoding(Key key) {
        EntryRow row = row(key);
        StringEncoding remembered = owner.grid().encodings().find(row.version());
        Object value = row.value();
        return remembered != null || value == null ? remembered : StringEncoding.of(ForeignValue.bytes(value));
    }

    @Override
    public long idleSeconds(Key key) {
        return owner.grid()
                .lastUse()
                .idleSeconds(owner.entryKey(database, key).store().id(), key, owner.nowMillis());
    }

    @Override
    public boolean isFrequencyTracked() {
        return owner.grid().eviction().settings().mode().isLfu();
    }

    @Override
    public int frequency(Key key) {
        EntryKey entry = owner.entryKey(database, key);
        return owner.grid().eviction().frequency(entry.store().name(), entry.partition(), entry.order());
    }

    /** Stores a value; {@code encoding} is null where its bytes tell it. */
    private void put(Key key, Object value, long expiryMillis, @Nullable StringEncoding encoding) {
        if (put(key, value, expiryMillis) && encoding != null) {
            owner.remember(owner.entryKey(database, key), encoding);
        }
    }

    /** Stores a value, or removes the key when its time would be over already; returns whether it was stored. */
    private boolean put(Key key, Object value, long expiryMillis) {
        if (expiryMillis > 0 && expiryMillis <= owner.nowMillis()) {
            remove(key);
            return false;
        }
        long expireTime = expiryMillis == Expiry.KEEP ? EntryScope.KEEP_EXPIRE_TIME : expiryMillis;
        noteNew(key);
        try {
            owner.put(owner.entryKey(database, key), value, expireTime);
            return true;
        } catch (YggdrasilException e) {
            if (e.kind() == YggdrasilException.Kind.RESOURCE) {
                throw new OutOfMemoryException();
            }
            throw e;
        }
    }

    @Override
    public boolean setExpiry(Key key, long expiryMillis) {
        EntryRow row = row(key);
        Object value = row.value();
        if (value == null) {
            return false;
        }
        put(key, value, expiryMillis, owner.grid().encodings().find(row.version()));
        return true;
    }

    @Override
    public Residency pin(Key key, long untilMillis) {
        boolean pages = owner.window() == null && !owner.scope().isHolding();
        return pages ? owner.pin(database, key, untilMillis) : Residency.BUSY;
    }

    @Override
    public boolean unpin(Key key) {
        return owner.window() == null && owner.unpin(database, key);
    }

    @Override
    public boolean remove(Key key) {
        boolean removed = owner.remove(owner.entryKey(database, key));
        if (removed && owner.listener().wantsNew()) {
            owner.listener().onRemoved(database, key);
        }
        return removed;
    }

    private void noteNew(Key key) {
        if (owner.listener().wantsNew() && !row(key).isPresent()) {
            owner.listener().onNew(database, key);
        }
    }

    private void noteMissed(Key key, boolean found) {
        if (!found && owner.listener().wantsMissed()) {
            owner.listener().onMissed(database, key);
        }
    }

    @Override
    public boolean copy(Key source, Keyspace targetSpace, Key target) {
        EntryRow row = row(source);
        Object value = row.value();
        if (value == null) {
            return false;
        }
        long expireTime = row.expireTime();
        StringEncoding encoding = owner.grid().encodings().find(row.version());
        GridKeyspace to = (GridKeyspace) targetSpace;
        to.put(
                target,
                value instanceof RootValue root ? to.copied(target, copyable(source, root)) : value,
                expireTime,
                encoding);
        return true;
    }

    private Collection copyable(Key source, RootValue root) {
        return Collection.read(
                root.bytes(),
                new GridNodes(owner, owner.entryKey(database, source).store(), source));
    }

    /** The root of a copy of a collection, whose nodes are written for a key of this database. */
    private RootValue copied(Key target, Collection collection) {
        return new RootValue(collection.copyTo(
                new GridNodes(owner, owner.entryKey(database, target).store(), target)));
    }

    @Override
    public @Nullable Collection collection(Key key, ValueType type) {
        Collection open = owner.run().at(database, key);
        if (open != null) {
            requireType(open.type(), type);
            return open;
        }
        Collection found = find(key, type);
        if (found != null) {
            owner.run().onRead(database, key, found);
        }
        return found;
    }

    private @Nullable Collection find(Key key, ValueType type) {
        boolean isShort = owner.window() == null && !owner.scope().isOpen();
        Collection known = isShort ? owner.known(database, key) : null;
        if (known != null) {
            requireType(known.type(), type);
            return known;
        }
        EntryStore store = isShort ? owner.readRoot(database, key) : null;
        if (store != null) {
            byte[] root = owner.found();
            if (root == null) {
                noteMissed(key, false);
                return null;
            }
            requireType(Collection.typeOf(root), type);
            Collection read = Collection.read(root, new GridNodes(owner, store, key));
            owner.remember(store, key, root, read);
            return read;
        }
        EntryKey entry = owner.entryKey(database, key);
        Object value = owner.row(entry).value();
        if (value == null) {
            noteMissed(key, false);
            return null;
        }
        if (!(value instanceof RootValue root) || ValueType.of(value) != type) {
            throw new WrongTypeException();
        }
        return Collection.read(root.bytes(), new GridNodes(owner, entry.store(), key));
    }

    private static void requireType(int stored, ValueType wanted) {
        if (stored != wanted.ordinal()) {
            throw new WrongTypeException();
        }
    }

    @Override
    public Collection newCollection(Key key, ValueType type) {
        EntryKey entry = owner.entryKey(database, key);
        return Collection.create(type.ordinal(), type.trees(), new GridNodes(owner, entry.store(), key));
    }

    @Override
    public void save(Key key, Collection collection) {
        if (collection.tree(0).count() == 0 && collection.type() != ValueType.STREAM.ordinal()) {
            owner.run().drop();
            remove(key);
            return;
        }
        if (owner.run().at(database, key) == null) {
            noteNew(key);
        }
        if (!owner.storesLater(database, key, collection)) {
            store(key, collection);
        }
    }

    /** Writes a collection with its nodes. */
    void store(Key key, Collection collection) {
        try {
            owner.put(owner.entryKey(database, key), new RootValue(collection.write()), EntryScope.KEEP_EXPIRE_TIME);
        } catch (YggdrasilException e) {
            throw e.kind() == YggdrasilException.Kind.RESOURCE ? new OutOfMemoryException() : e;
        }
        collection.overwrite();
        try {
            collection.written();
            owner.onStored(database, key, collection);
        } catch (YggdrasilException e) {
            LOG.debug("Nodes that nothing reaches stay until their collection goes: {}", e.getMessage());
        }
    }

    @Override
    public void awaitFields(Key key, long timeMillis) {
        if (owner.window() == null) {
            owner.grid().fieldExpiry().note(owner.entryKey(database, key), timeMillis);
        }
    }

    @Override
    public boolean isHere(Key key) {
        SpanWindow window = owner.window();
        if (window != null) {
            return window.wantsAll();
        }
        EntryKey entry = owner.entryKey(database, key);
        PartitionView view = entry.store().view();
        return view != null && view.isLocal(entry.partition());
    }

    @Override
    public KeyVersion version(Key key) {
        EntryKey entry = owner.entryKey(database, key);
        EntryRow row = owner.row(entry);
        // What has expired is removed first, for its removal would look like a change later.
        boolean leaves = row.hasExpired()
                && (owner.scope().isOpen()
                        || owner.grid().holdsExpiry()
                        || !entry.store().expire(entry));
        return owner.version(database, entry, row, leaves);
    }

    private EntryRow row(Key key) {
        EntryRow row = owner.row(owner.entryKey(database, key));
        noteMissed(key, row.isPresent());
        return row;
    }

    @Override
    public long size() {
        SpanWindow window = owner.window();
        HeldKeys held = heldKeys();
        return window != null ? window.size(database) : held == null ? local.size() : held.size();
    }

    @Override
    public long expiringKeys() {
        HeldKeys held = heldKeys();
        return held == null ? local.expiringCount() : held.expiringCount();
    }

    @Override
    public int copiesElsewhere() {
        return owner.grid().copiesElsewhere(database);
    }

    @Override
    public long scan(long cursor, int count, KeyVisitor visitor) {
        SpanWindow window = owner.window();
        if (window != null) {
            return window.scan(database, cursor, count, visitor);
        }
        HeldKeys held = heldKeys();
        return held == null
                ? local.scan(cursor, count, owner.nowMillis(), visitor)
                : held.scan(cursor, count, owner.nowMillis(), visitor);
    }

    @Override
    public void visitSlot(int slot, KeyVisitor visitor) {
        HeldKeys held = heldKeys();
        if (held == null) {
            local.visitSlot(slot, owner.nowMillis(), visitor);
        } else {
            held.visitSlot(slot, owner.nowMillis(), visitor);
        }
    }

    @Override
    public byte @Nullable [] randomKey() {
        SpanWindow window = owner.window();
        if (window != null) {
            return window.randomKey(database);
        }
        HeldKeys held = heldKeys();
        return held == null ? local.random(owner.nowMillis()) : held.random(owner.nowMillis());
    }

    /** The keys as the transaction that runs leaves them; null outside of one. */
    private @Nullable HeldKeys heldKeys() {
        EntryScope scope = owner.scope();
        return scope.isHolding() ? new HeldKeys(local, scope, owner.grid().cacheIds(database)) : null;
    }

    @Override
    public void clear() {
        SpanWindow window = owner.window();
        if (window != null) {
            window.clear(database);
            return;
        }
        if (owner.scope().isOpen()) {
            throw new IllegalStateException("a database cannot be cleared inside a scope");
        }
        Sweep sweep = new Sweep();
        for (BoundStore bound : owner.grid().stores(database)) {
            sweep.clear(bound.store());
        }
        long removed = sweep.removed();
        for (BoundStore bound : owner.grid().stores(database)) {
            sweep.clear(bound.store().nodes());
        }
        owner.onChanges(removed);
        owner.onCleared();
    }
}
