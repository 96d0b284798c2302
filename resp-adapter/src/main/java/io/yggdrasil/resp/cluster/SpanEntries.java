package io.yggdrasil.resp.cluster;

import io.yggdrasil.ignite.YggdrasilException;
import io.yggdrasil.ignite.YggdrasilException.Kind;
import io.yggdrasil.ignite.collection.Collection;
import io.yggdrasil.ignite.collection.RootValue;
import io.yggdrasil.ignite.internals.EntryKey;
import io.yggdrasil.ignite.internals.EntryRow;
import io.yggdrasil.ignite.internals.EntryScope;
import io.yggdrasil.ignite.slot.Keys;
import io.yggdrasil.resp.grid.SpanWindow;
import io.yggdrasil.resp.keyspace.Key;
import io.yggdrasil.resp.keyspace.Keyspace.KeyVisitor;
import io.yggdrasil.resp.keyspace.ValueType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What one command over several nodes reads and writes: rows that their owners told, and changes that they do not know
 * yet. The owners hold the slots meanwhile, so what was read stays true.
 *
 * <p>Threads: that of the command.
 */
final class SpanEntries implements SpanWindow {
    private final Source source;
    private final List<Wanted> wanted = new ArrayList<>();
    private final Map<EntryKey, Entry> entries = new LinkedHashMap<>();
    private final Set<Integer> cleared = new TreeSet<>();
    private final Map<Integer, Integer> clearedCaches = new LinkedHashMap<>();
    private boolean planning;
    private boolean allRead;
    private boolean allWritten;
    private long created;

    /** A key that the command has. */
    record Wanted(int database, Key key) {}

    /** An entry: as its owner has it, and as the command leaves it. */
    static final class Entry {
        private final EntryRow before;
        private final EntryRow now;
        private boolean changed;

        Entry(EntryRow row) {
            before = row;
            now = new EntryRow();
            Object value = row.value();
            if (value != null) {
                now.set(value, row.expireTime(), row.version());
            } else {
                now.absent(row.stamp());
            }
        }

        boolean changed() {
            return changed;
        }

        /** As the owner had it. */
        EntryRow before() {
            return before;
        }

        /** As it shall be. */
        EntryRow after() {
            return now;
        }
    }

    /** Where entries come from. */
    interface Source {
        /** The row of an entry whose slot is held. */
        EntryRow read(EntryKey key);

        /** Makes sure that the slot of an entry is held, which may be written; returns who holds it. */
        UUID claim(EntryKey key);

        /** The caches of a database. */
        List<Integer> cachesOf(int database);

        long size(int database);

        long scan(int database, long cursor, int count, KeyVisitor visitor);

        byte @Nullable [] randomKey(int database);
    }

    SpanEntries(Source source) {
        this.source = source;
    }

    /** Begins the run that asks. */
    void plan() {
        wanted.clear();
        entries.clear();
        cleared.clear();
        clearedCaches.clear();
        allRead = false;
        allWritten = false;
        planning = true;
    }

    /** Begins the run that works. */
    void work() {
        planning = false;
    }

    List<Wanted> wanted() {
        return wanted;
    }

    /** Whether the command changes keys that it does not name. */
    boolean wantsAllWritten() {
        return allWritten;
    }

    /** Tells the row of an entry. */
    void add(EntryKey key, EntryRow row) {
        entries.put(key, new Entry(row));
    }

    /** All entries that are known. */
    Map<EntryKey, Entry> entries() {
        return entries;
    }

    /** The databases that were cleared. */
    Set<Integer> cleared() {
        return cleared;
    }

    boolean anyChange() {
        return !cleared.isEmpty() || entries.values().stream().anyMatch(Entry::changed);
    }

    @Override
    public boolean isPlanning() {
        return planning;
    }

    @Override
    public void wants(int database, Key key) {
        if (planning) {
            wanted.add(new Wanted(database, key.copy()));
        }
    }

    @Override
    public void wantsAll(boolean writes) {
        allRead = true;
        allWritten |= writes;
    }

    @Override
    public boolean wantsAll() {
        return allRead;
    }

    @Override
    public EntryRow row(EntryKey key, long nowMillis) {
        return entry(key, nowMillis).now;
    }

    private Entry entry(EntryKey key, long nowMillis) {
        Entry entry = entries.get(key);
        if (entry == null) {
            EntryRow row = clearedCaches.containsKey(key.store().id()) ? claimed(key) : source.read(key);
            entry = new Entry(row);
            entries.put(key, entry);
        }
        if (isExpired(entry.now, nowMillis)) {
            entry.now.clear();
        }
        return entry;
    }

    private EntryRow claimed(EntryKey key) {
        source.claim(key);
        return new EntryRow();
    }

    private static boolean isExpired(EntryRow row, long nowMillis) {
        return row.expireTime() > 0 && row.expireTime() <= nowMillis;
    }

    @Override
    public boolean mayReuseNode(EntryKey root, long owner, int id) {
        Entry entry = entries.get(root);
        byte[] stored = entry != null && entry.before.value() instanceof RootValue value ? value.bytes() : null;
        return stored == null || Collection.ownerOf(stored) != owner || Collection.isFree(stored, id);
    }

    @Override
    public void put(EntryKey key, Object value, long expireTime, long nowMillis) {
        Entry entry = entry(key, nowMillis);
        long resolved = expireTime == EntryScope.KEEP_EXPIRE_TIME ? entry.now.expireTime() : expireTime;
        entry.changed = true;
        entry.now.set(value, resolved, ++created); // The version is no owner's: it equals none that was watched.
    }

    @Override
    public boolean remove(EntryKey key, long nowMillis) {
        Entry entry = entry(key, nowMillis);
        if (!entry.now.isPresent()) {
            return false;
        }
        entry.changed = true;
        entry.now.clear();
        return true;
    }

    @Override
    public void clear(int database) {
        cleared.add(database);
        for (int cache : source.cachesOf(database)) {
            clearedCaches.put(cache, database);
            entries.forEach((key, entry) -> {
                if (key.store().id() == cache) {
                    entry.changed = false;
                    entry.now.clear();
                }
            });
        }
    }

    @Override
    public long size(int database) {
        long size = cleared.contains(database) ? 0 : source.size(database);
        Set<Integer> caches = new HashSet<>(source.cachesOf(database));
        for (Map.Entry<EntryKey, Entry> entry : entries.entrySet()) {
            if (entry.getValue().changed
                    && caches.contains(entry.getKey().store().id())) {
                boolean counted =
                        !cleared.contains(database) && entry.getValue().before.isPresent();
                size += (entry.getValue().now.isPresent() ? 1 : 0) - (counted ? 1 : 0);
            }
        }
        return size;
    }

    /** What the command itself created comes first, what it removed is left out. */
    @Override
    public long scan(int database, long cursor, int count, KeyVisitor visitor) {
        Set<String> removed = new HashSet<>();
        Set<Integer> caches = new HashSet<>(source.cachesOf(database));
        for (Map.Entry<EntryKey, Entry> entry : entries.entrySet()) {
            byte[] key = Keys.bytes(entry.getKey().key());
            if (!entry.getValue().changed
                    || key == null
                    || !caches.contains(entry.getKey().store().id())) {
                continue;
            }
            boolean known = entry.getValue().before.isPresent() && !cleared.contains(database);
            Object value = entry.getValue().now.value();
            if (value == null) {
                removed.add(latin(key));
            } else if (!known && cursor == 0) {
                visitor.visit(key, ValueType.of(value));
            }
        }
        if (cleared.contains(database)) {
            return 0;
        }
        return source.scan(
                database, cursor, count, (key, type) -> removed.contains(latin(key)) || visitor.visit(key, type));
    }

    private static String latin(byte[] key) {
        return new String(key, java.nio.charset.StandardCharsets.ISO_8859_1);
    }

    @Override
    public byte @Nullable [] randomKey(int database) {
        if (anyChange()) {
            byte[][] any = new byte[1][];
            long cursor = 0;
            do {
                cursor = scan(database, cursor, 100, (key, type) -> {
                    any[0] = key;
                    return true;
                });
            } while (any[0] == null && cursor != 0);
            return any[0];
        }
        return source.randomKey(database);
    }

    /** A source of commands that read no entry beyond those that they named. */
    static YggdrasilException undeclared(EntryKey key) {
        return new YggdrasilException(Kind.USER, "ERR the command did not name the key " + key.key());
    }
}
