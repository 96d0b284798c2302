package io.yggdrasil.resp.grid;

import io.yggdrasil.ignite.YggdrasilException;
import io.yggdrasil.ignite.collection.Collection;
import io.yggdrasil.ignite.collection.RootValue;
import io.yggdrasil.ignite.internals.Ack;
import io.yggdrasil.ignite.internals.EntryKey;
import io.yggdrasil.ignite.internals.EntryRow;
import io.yggdrasil.ignite.internals.EntryScope;
import io.yggdrasil.ignite.internals.EntryStore;
import io.yggdrasil.ignite.internals.InPlacePut;
import io.yggdrasil.ignite.internals.Intents;
import io.yggdrasil.ignite.internals.PartitionView;
import io.yggdrasil.ignite.internals.RowReader;
import io.yggdrasil.ignite.internals.TieredReader;
import io.yggdrasil.resp.command.Keyspaces;
import io.yggdrasil.resp.keyspace.Key;
import io.yggdrasil.resp.keyspace.KeyListener;
import io.yggdrasil.resp.keyspace.KeyVersion;
import io.yggdrasil.resp.keyspace.Keyspace;
import io.yggdrasil.resp.keyspace.OutOfMemoryException;
import io.yggdrasil.resp.keyspace.Residency;
import io.yggdrasil.resp.keyspace.StringEncoding;
import io.yggdrasil.resp.wire.ReplyWriter;
import io.yggdrasil.tier.hot.ArraySink;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The databases as one thread uses them: it routes the keys of a command, opens the scope in which the command may
 * write, and hands out the keyspaces that read and write through it.
 */
public final class GridKeyspaces implements Keyspaces {
    /** Whether the scope over the one key of the command is opened when it is needed, and for what the command wants it. */
    private enum Late {
        NOT,
        /** It stores a string without looking at what is there. */
        OVERWRITES,
        /** It reads a string or a collection and stores it again. */
        CHANGES
    }

    /** No condition on the epoch of ownership. */
    public static final long ANY_EPOCH = -1;

    private final Grid grid;
    private final GridKeyspace[] databases = new GridKeyspace[Grid.DATABASES];
    private final EntryScope scope = new EntryScope();
    private final EntryRow scratch = new EntryRow();
    private final TieredReader reader = new TieredReader();
    private final InPlacePut inPlace = new InPlacePut();

    /** What a command has read and stores again; roots and nodes mostly take the place of others: see {@link Collection}. */
    private final InPlacePut changedInPlace = new InPlacePut();

    private final NodeEntries nodes;

    private final ReplySink sink = new ReplySink();
    private final RowReader collections = new RowReader();
    private final ArraySink value = new ArraySink();
    private final LongSupplier clock;
    private final @Nullable SpanWindow window;
    private final KeyRoutes routes;
    private final List<EntryKey> expired = new ArrayList<>();
    private final WriteListener writeListener;
    private final List<EntryKey> awaited = new ArrayList<>();
    private KeyListener listener = KeyListener.NONE;
    private long commandMillis;
    private long nowMillis;
    private int hits;
    private int misses;
    private int changes;
    private boolean noting;
    private Late late = Late.NOT;
    private byte @Nullable [] found;

    /** What was read at the key of a command that changes it, before its scope was opened; null: nothing yet. */
    private @Nullable KnownRow readRow;

    private final KnownCollections known = new KnownCollections();

    private final CollectionRun run =
            new CollectionRun((database, key, collection) -> databases[database].store(key, collection));

    /** Makes the databases of one thread. */
    public GridKeyspaces(Grid grid, LongSupplier clockMillis) {
        this(grid, clockMillis, null, grid.writeListener());
    }

    /** Makes the databases of one thread, which sees entries through {@code window} if it is not null. */
    public GridKeyspaces(Grid grid, LongSupplier clockMillis, @Nullable SpanWindow window) {
        this(grid, clockMillis, window, grid.writeListener());
    }

    /** Makes the databases of one thread, of whose writes {@code listener} hears. */
    public GridKeyspaces(Grid grid, LongSupplier clockMillis, WriteListener listener) {
        this(grid, clockMillis, null, listener);
    }

    private GridKeyspaces(
            Grid grid, LongSupplier clockMillis, @Nullable SpanWindow window, WriteListener writeListener) {
        this.grid = grid;
        this.routes = new KeyRoutes(grid);
        this.clock = clockMillis;
        this.window = window;
        this.writeListener = writeListener;
        this.nodes = new NodeEntries(this);
        for (int i = 0; i < databases.length; i++) {
            databases[i] = new GridKeyspace(this, i);
        }
    }

    Grid grid() {
        return grid;
    }

    EntryScope scope() {
        return scope;
    }

    /** The entries of collections' nodes. */
    NodeEntries nodes() {
        return nodes;
    }

    /** The time that expiry is judged by; fixed for a command. */
    long nowMillis() {
        return nowMillis;
    }

    /** Begins a command: takes the time and forgets routes. Returns the time. */
    public long begin() {
        return begin(false);
    }

    /**
     * As {@link #begin()}.
     *
     * @param sameTime whether it is the time of the command before
     */
    public long begin(boolean sameTime) {
        if (!sameTime) {
            commandMillis = clock.getAsLong();
        }
        nowMillis = commandMillis;
        expired.clear();
        forgetRoutes();
        return nowMillis;
    }

    /** Has the command see keys whose time is over, as if it were not. */
    public void judgeNothingOver() {
        nowMillis = 0;
    }

    /** Ends a request, which holds nothing any more: keeps nothing of what it read and tells of what it wrote. */
    public void end() {
        scratch.clear();
        if (!awaited.isEmpty()) {
            List<EntryKey> written = List.copyOf(awaited);
            awaited.clear();
            inPlace.leave();
            changedInPlace.leave();
            writeListener.onWritten(written);
        }
    }

    private void onWrite(EntryKey key) {
        if (window == null && writeListener.isAwaited(key)) {
            awaited.add(key);
        }
    }

    /** Whether others wait for the key, which is here. */
    public boolean isAwaited(int database, Key key) {
        return window == null && writeListener.isAwaited(entryKey(database, key));
    }

    /** Forgets the routes of a command, so that its keys can be routed anew. */
    public void forgetRoutes() {
        routes.clear();
    }

    /** Says whether the keys that are routed from now on count as used. */
    public void noteUse(boolean isUse) {
        noting = isUse;
    }

    /** Adds a key to the route; false when its owner is not known now. A {@code RESOURCE} error when it has none left. */
    public boolean route(int database, Key key) {
        if (window != null) {
            window.wants(database, key);
            return true;
        }
        KeyRoutes.Added added = routes.add(database, key);
        if (added == KeyRoutes.Added.LOCAL && noting) {
            grid.lastUse().note(routes.lastStore().id(), key, commandMillis);
        }
        return added != KeyRoutes.Added.UNKNOWN;
    }

    /** Lets keys be routed only while the epoch of ownership is {@code epoch}; {@link #ANY_EPOCH}: always. */
    public void onlyAt(long epoch) {
        routes.onlyAt(epoch);
    }

    /** The epoch of ownership in which the keys added since {@link #begin} were routed. */
    public long routeEpoch() {
        return routes.epoch();
    }

    /** Where the keys added since {@link #begin} are. */
    public Route route() {
        if (window != null) {
            return window.isPlanning() ? Route.SPANNING : Route.LOCAL;
        }
        return routes.route();
    }

    /**
     * Whether a command on all keys must look on other nodes too.
     *
     * @param writes whether the command changes keys
     */
    public boolean isSpread(boolean writes) {
        if (window != null) {
            window.wantsAll(writes);
            return window.isPlanning();
        }
        return grid.isSpread();
    }

    /** The primary of all keys when the route is {@link Route#REMOTE}. */
    public UUID remoteNode() {
        return routes.remoteNode();
    }

    /** Whether ownership and the order of the databases are still what they were when the keys were routed. */
    public boolean isRouteCurrent() {
        return window != null || routes.isCurrent();
    }

    /** Adds a key that the command may write. */
    public void addToScope(int database, Key key) {
        if (window == null) {
            scope.add(entryKey(database, key));
        }
    }

    /** Lets the running command use the last room of a full region, or not: see {@link EntryScope#useReserve}. */
    public void useReserve(boolean may) {
        scope.useReserve(may);
    }

    /** Opens the scope over the added keys; false when ownership is not settled: nothing is held then. */
    public boolean openScope() {
        inPlace.leave();
        changedInPlace.leave();
        nodes.leave();
        return window != null || scope.open() == EntryScope.Opening.OPEN && isRouteCurrent();
    }

    /**
     * As {@link #openScope}, but the scope over the one key is opened when it is needed: the command is likely to store a
     * value without looking at the one before, which may do without ({@link InPlacePut}). What the command asks for first
     * throws {@code RETRY} when ownership is not settled.
     */
    public boolean openScopeLate() {
        late = window == null ? Late.OVERWRITES : Late.NOT;
        return isRouteCurrent();
    }

    /**
     * As {@link #openScopeLate}, for a command that changes what is at its one key, where that is likely to be possible
     * in place. Whoever else changes the key meanwhile has the command run again.
     */
    public boolean openScopeToChange(int database, Key key) {
        EntryKey entry = window == null ? entryKey(database, key) : null;
        PartitionView view = entry == null ? null : routes.view(entry.store());
        if (entry == null || view == null || !changedInPlace.mayTry(entry, view)) {
            return openScope();
        }
        late = Late.CHANGES;
        readRow = null;
        return isRouteCurrent();
    }

    /**
     * Says whether the next command may find what this one holds: see {@link InPlacePut#stay}.
     *
     * @param overwrites whether this command stores strings
     * @param changes whether this command changes what is there
     */
    public void holdOn(boolean overwrites, boolean changes) {
        inPlace.stay(overwrites);
        changedInPlace.stay(changes);
    }

    /** Opens the scope if that was put off. */
    void openIfLate() {
        if (late != Late.NOT) {
            KnownRow before = late == Late.CHANGES ? readRow : null;
            late = Late.NOT;
            if (!openScope()) {
                throw new YggdrasilException(YggdrasilException.Kind.RETRY, "ownership is being decided");
            }
            if (before != null
                    && !Objects.equals(before.version(), scope.row(0, nowMillis).version())) {
                throw changedMeanwhile();
            }
        }
    }

    private static YggdrasilException changedMeanwhile() {
        return new YggdrasilException(YggdrasilException.Kind.RETRY, "the key was changed meanwhile");
    }

    /** Keeps what is written from now on back until {@link #commit}: see {@link EntryScope#holdWrites}. */
    public void holdWrites() {
        if (window == null && scope.isOpen()) {
            scope.holdWrites();
        }
    }

    /** Applies what was kept back, if anything was. False: it could not be, now, and nothing of it is. */
    public boolean commit() {
        if (!scope.isHolding()) {
            return true;
        }
        nodes.leave();
        try {
            scope.commit(nowMillis);
            return true;
        } catch (YggdrasilException e) {
            switch (e.kind()) {
                case RETRY -> {
                    return false;
                }
                case RESOURCE ->
                    throw new YggdrasilException(
                            YggdrasilException.Kind.RESOURCE,
                            String.valueOf(new OutOfMemoryException().getMessage()),
                            e);
                default -> throw e;
            }
        }
    }

    /** Whether a transaction that writes these keys, which were routed, waits for other nodes: {@link Intents#isNeeded}. */
    public boolean waitsForNodes(List<Integer> ofDatabases, List<Key> keys) {
        if (window != null || keys.size() < 2 || !routes.haveCopies(keys)) {
            return false;
        }
        List<EntryKey> entries = new ArrayList<>(keys.size());
        for (int i = 0; i < keys.size(); i++) {
            entries.add(entryKey(ofDatabases.get(i), keys.get(i)));
        }
        return Intents.isNeeded(entries, store -> Objects.requireNonNull(routes.view(store)));
    }

    /** Closes the scope if it is open. */
    public void closeScope() {
        late = Late.NOT;
        run.close();
        nodes.close();
        scope.close();
    }

    /** Commands that change the collection at one key, which is stored once for all of them. */
    public CollectionRun run() {
        return run;
    }

    /** A command wants a collection stored; returns false if that is to be done at once. */
    boolean storesLater(int database, Key key, Collection collection) {
        boolean later = run.storesLater(database, key, collection);
        changes += later ? 1 : 0;
        return later;
    }

    /** Updates that other nodes have not acknowledged yet. */
    public List<Ack> takeAcks() {
        return scope.takeAcks();
    }

    /** Whether updates wait for other nodes. */
    public boolean hasAcks() {
        return scope.hasAcks();
    }

    /** The storage's form of a key; its store must be started. */
    EntryKey entryKey(int database, Key key) {
        Object known = key.handle(database);
        if (known != null) {
            return (EntryKey) known;
        }
        EntryStore store = routes.store(database, key);
        if (store == null) {
            store = grid.start(database, key.buffer(), key.offset(), key.length());
        }
        EntryKey fresh = store.key(key.buffer(), key.offset(), key.length(), key.partition());
        key.handle(database, fresh);
        return fresh;
    }

    /** Reads a string from hot tier or page into the reply; the short way, which not every key and value can take. */
    RowReader.Outcome readString(int database, Key key, ReplyWriter reply) {
        EntryStore store = routes.store(database, key);
        if (store == null) {
            return RowReader.Outcome.UNSUPPORTED;
        }
        sink.begin(reply);
        RowReader.Outcome outcome =
                reader.read(store, key.buffer(), key.offset(), key.length(), key.partition(), nowMillis, sink);
        if (outcome != RowReader.Outcome.FOUND) {
            sink.drop();
        }
        return outcome;
    }

    /**
     * Reads the root of a collection from its page; the short way, which not every key and value can take. What was read
     * tells {@link #found}.
     *
     * @return the store that was looked into; null: nothing was read
     */
    @Nullable
    EntryStore readRoot(int database, Key key) {
        return read(database, key, RowReader.Outcome.ROOT);
    }

    /** Whether what the command reads of its key must be what it changes. */
    boolean readsToChange() {
        return late == Late.CHANGES;
    }

    /** As {@link #readRoot}, for a string that the command changes, if its scope is opened when it is needed. */
    boolean readToChange(int database, Key key) {
        return late == Late.CHANGES && !scope.isOpen() && read(database, key, RowReader.Outcome.FOUND) != null;
    }

    private @Nullable EntryStore read(int database, Key key, RowReader.Outcome wanted) {
        EntryStore store = routes.store(database, key);
        if (store == null) {
            return null;
        }
        RowReader.Outcome outcome = collections.readWithRoots(
                store, key.buffer(), key.offset(), key.length(), key.partition(), nowMillis, value);
        boolean isThere = outcome == wanted && collections.version() != null;
        if (!isThere && outcome != RowReader.Outcome.MISSING) {
            return null;
        }
        byte[] bytes = isThere ? value.toBytes() : null;
        found = bytes;
        onLookup(isThere);
        if (late == Late.CHANGES) {
            noteRead(bytes == null ? KnownRow.MISSING : rowOf(bytes, wanted == RowReader.Outcome.ROOT));
        }
        return store;
    }

    private KnownRow rowOf(byte[] bytes, boolean isRoot) {
        long owner = isRoot ? Collection.ownerOf(bytes) : 0;
        return new KnownRow(collections.version(), owner, bytes.length, collections.expireTime());
    }

    /** Two reads of a command that changes what it reads must have found the same. */
    private void noteRead(KnownRow row) {
        if (readRow != null && !Objects.equals(readRow.version(), row.version())) {
            throw changedMeanwhile();
        }
        readRow = row;
    }

    /** The collection at a key as this thread has read or stored it before, if it is still that one; counts as a read. */
    @Nullable
    Collection known(int database, Key key) {
        EntryStore store = routes.store(database, key);
        KnownCollection one = store == null ? null : known.find(store, key);
        if (one == null || !one.isFoundAgain(nowMillis)) {
            return null;
        }
        onLookup(true);
        if (late == Late.CHANGES) {
            noteRead(one.row());
        }
        return one.collection();
    }

    /** Remembers the collection whose root {@link #readRoot} has just read, if it is large. */
    void remember(EntryStore store, Key key, byte[] root, Collection read) {
        if (!read.isInRoot()) {
            known.put(new KnownCollection(store, key, read, rowOf(root, true), collections.rowStamp()), key);
        }
    }

    /** A collection was stored, in place or not, and its unused nodes were removed. */
    void onStored(int database, Key key, Collection collection) {
        EntryStore store = routes.store(database, key);
        KnownCollection one = store == null ? null : known.find(store, key);
        if (one != null && one.collection() == collection && late == Late.CHANGES && readRow != null) {
            one.onStored(readRow);
        }
    }

    /** What {@link #readRoot} or {@link #readToChange} has read; null: there is no such key. */
    byte @Nullable [] found() {
        return found;
    }

    /** Keeps a string of this node in its hot tier. */
    Residency pin(int database, Key key, long untilMillis) {
        EntryStore store = entryKey(database, key).store();
        return switch (reader.pin(
                store, key.buffer(), key.offset(), key.length(), key.partition(), nowMillis, untilMillis)) {
            case PINNED -> Residency.PINNED;
            case NO_KEY -> Residency.NO_KEY;
            case UNSUITABLE -> Residency.UNSUITABLE;
            case OVER_SHARE -> Residency.OVER_SHARE;
            case BUSY -> Residency.BUSY;
            case OFF -> Residency.NO_TIER;
        };
    }

    /** Ends a pin; returns whether there was one. */
    boolean unpin(int database, Key key) {
        return reader.unpin(entryKey(database, key).store(), key.buffer(), key.offset(), key.length());
    }

    /** The entry as it stands: from the scope when it is in it, else read from the pages. Valid until the next call. */
    EntryRow row(EntryKey key) {
        if (window != null) {
            return window.row(key, nowMillis);
        }
        run.settle();
        openIfLate();
        int index = scope.isOpen() ? scope.indexOf(key) : -1;
        if (index >= 0) {
            EntryRow row = scope.row(index, nowMillis);
            if (row.hasExpired()) {
                expired.add(key);
            }
            return row;
        }
        key.store().read(key, nowMillis, scratch);
        onLookup(scratch.isPresent());
        if (scratch.hasExpired()) {
            expired.add(key);
        }
        return scratch;
    }

    /** A key was found expired. */
    void onExpired(EntryKey key) {
        expired.add(key);
    }

    /** Whether entries were met since {@link #begin} whose time is over. */
    public boolean hasExpired() {
        return !expired.isEmpty();
    }

    /** Says who is told of keys. */
    public void listener(KeyListener next) {
        listener = next;
    }

    KeyListener listener() {
        return listener;
    }

    /** Removes the entries that were met and whose time is over. The caller holds no scope. */
    public void expire() {
        for (EntryKey key : expired) {
            key.store().expire(key);
        }
        expired.clear();
    }

    /** What a key is now, whose row is given, and which {@code leaves} soon if it has expired: see {@link KeyVersion}. */
    KeyVersion version(int database, EntryKey key, EntryRow row, boolean leaves) {
        long stamp = KeyVersion.NO_STAMP;
        if (!row.isPresent() && !leaves) {
            stamp = window == null ? key.store().settledStamp(key) : row.stamp();
        }
        return new KeyVersion(grid.namespaces().swaps(database), row.version(), stamp);
    }

    /** Counts a key that was looked for. */
    void onLookup(boolean found) {
        if (found) {
            hits++;
        } else {
            misses++;
        }
    }

    /** Begins to count anew what {@link #hits()}, {@link #misses()} and {@link #changes()} tell. */
    public void forgetLookups() {
        hits = 0;
        misses = 0;
        changes = 0;
    }

    /** Keys that were written or removed. */
    public int changes() {
        return changes;
    }

    /** Counts keys that were written or removed. */
    void onChanges(long count) {
        changes = (int) Math.min(Integer.MAX_VALUE, changes + count);
    }

    /** Keys that were looked for outside of a scope and found. */
    public int hits() {
        return hits;
    }

    /** Keys that were looked for outside of a scope and not found. */
    public int misses() {
        return misses;
    }

    /** Stores a value at an entry of the scope; see {@link EntryScope#put}. */
    void put(EntryKey key, Object value, long expireTime) {
        changes++;
        if (window != null) {
            window.put(key, value, expireTime, nowMillis);
            return;
        }
        run.settle();
        if (!putInPlace(key, value, expireTime)) {
            openIfLate();
            scope.put(indexOf(key), value, expireTime, nowMillis);
        }
        onWrite(key);
        if (value instanceof RootValue root) {
            grid.fieldExpiry().onPut(key, root);
        }
    }

    private boolean putInPlace(EntryKey key, Object value, long expireTime) {
        PartitionView view = late == Late.NOT ? null : routes.view(key.store());
        if (view == null) {
            return false;
        }
        if (late == Late.OVERWRITES) {
            return expireTime == 0 && inPlace.put(key, value, view);
        }
        KnownRow row = readRow;
        Object replaced = row == null ? null : row.version();
        if (row == null || replaced == null) {
            return false;
        }
        boolean keepsTime = expireTime == EntryScope.KEEP_EXPIRE_TIME || expireTime == row.expireTime();
        return keepsTime && changeInPlace(key, value, row, replaced, view);
    }

    private boolean changeInPlace(EntryKey key, Object value, KnownRow row, Object replaced, PartitionView view) {
        boolean done;
        long owner = 0;
        if (value instanceof RootValue root) {
            owner = Collection.ownerOf(root.bytes());
            done = row.bytes() == root.bytes().length
                    && (row.owner() == 0 || row.owner() == owner)
                    && changedInPlace.putRoot(key, root, replaced, view);
        } else {
            done = value instanceof byte[] bytes
                    && row.bytes() == bytes.length
                    && changedInPlace.putString(key, bytes, replaced, view);
        }
        if (done) {
            readRow = row.replaced(changedInPlace.version(), owner);
        }
        return done;
    }

    /** Remembers how Redis would keep the value that was put just now. */
    void remember(EntryKey key, StringEncoding encoding) {
        Object version = null;
        if (window == null) {
            version = switch (late) {
                case NOT -> scope.versionOfWrite(indexOf(key));
                case OVERWRITES -> inPlace.version();
                case CHANGES -> changedInPlace.version();
            };
        }
        if (version != null) {
            grid.encodings().remember(version, encoding);
        }
    }

    /** Removes an entry of the scope; returns whether there was one. */
    boolean remove(EntryKey key) {
        run.settle();
        openIfLate();
        boolean removed = window != null ? window.remove(key, nowMillis) : scope.remove(indexOf(key), nowMillis);
        run.onApplied();
        if (removed) {
            changes++;
            onWrite(key);
        }
        return removed;
    }

    private int indexOf(EntryKey key) {
        int index = scope.indexOf(key);
        if (index < 0) {
            throw new IllegalStateException("key is not declared by the command: " + key.key());
        }
        return index;
    }

    /** A database was emptied. */
    void onCleared() {
        writeListener.onUpheaval();
    }

    /** Where entries of other nodes are seen, or null when only this node's are. */
    @Nullable
    SpanWindow window() {
        return window;
    }

    @Override
    public Keyspace database(int index) {
        return databases[index];
    }

    @Override
    public int count() {
        return databases.length;
    }

    @Override
    public void swap(int a, int b) {
        grid.namespaces().swap(a, b);
        writeListener.onUpheaval();
    }
}
