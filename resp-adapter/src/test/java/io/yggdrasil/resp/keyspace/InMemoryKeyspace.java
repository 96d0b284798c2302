package io.yggdrasil.resp.keyspace;

import io.yggdrasil.ignite.collection.Collection;
import io.yggdrasil.ignite.collection.NodeStore;
import io.yggdrasil.ignite.collection.RootValue;
import io.yggdrasil.resp.wire.ReplyWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * A database in plain memory: what commands are tested on without a node. It obeys the contract of {@link Keyspace}
 * and, where that promises nothing (order of a scan), does something simple and repeatable.
 */
@NullMarked
public final class InMemoryKeyspace implements Keyspace {
    /** Orders by a hash first, so that a scan's cursor can be a hash, as it is over the grid. */
    private static final Comparator<byte[]> BY_HASH =
            Comparator.comparingLong(InMemoryKeyspace::hash).thenComparing(Arrays::compareUnsigned);

    private final int database;
    private final LongSupplier clock;
    private final NodeStore nodes = new Nodes();
    private final Random random = new Random(42);
    private TreeMap<byte[], Entry> entries = new TreeMap<>(BY_HASH);
    private long versions;

    /** Makes an empty database whose keys expire by {@code clockMillis}. */
    public InMemoryKeyspace(int database, LongSupplier clockMillis) {
        this.database = database;
        this.clock = clockMillis;
    }

    /** Puts a collection with one element, which no string command may touch; for tests of WRONGTYPE. */
    public void putOther(Key key, ValueType type) {
        remove(key);
        Collection collection = newCollection(key, type);
        byte[] element = "element".getBytes(StandardCharsets.US_ASCII);
        for (int tree = 0; tree < collection.treeCount(); tree++) {
            collection.tree(tree).insert(0, element);
        }
        save(key, collection);
    }

    void swapWith(InMemoryKeyspace other) {
        TreeMap<byte[], Entry> mine = entries;
        entries = other.entries;
        other.entries = mine;
        long count = Math.max(versions, other.versions);
        versions = count;
        other.versions = count;
    }

    @Override
    public int database() {
        return database;
    }

    @Override
    public byte @Nullable [] string(Key key) {
        Entry entry = find(key);
        if (entry == null) {
            return null;
        }
        if (entry.type != ValueType.STRING) {
            throw new WrongTypeException();
        }
        return entry.value;
    }

    @Override
    public boolean writeString(Key key, ReplyWriter reply) {
        byte[] value = string(key);
        if (value == null) {
            return false;
        }
        reply.bulk(value);
        return true;
    }

    @Override
    public int stringLength(Key key) {
        byte[] value = string(key);
        return value == null ? -1 : value.length;
    }

    @Override
    public @Nullable ValueType type(Key key) {
        Entry entry = find(key);
        return entry == null ? null : entry.type;
    }

    @Override
    public long expiry(Key key) {
        Entry entry = find(key);
        return entry == null ? Expiry.NO_KEY : entry.expiryMillis;
    }

    @Override
    public void putString(Key key, byte[] value, long expiryMillis) {
        put(key, ValueType.STRING, value, expiryMillis);
    }

    private void put(Key key, ValueType type, byte[] value, long expiryMillis) {
        Entry old = find(key);
        long expiry = expiryMillis == Expiry.KEEP ? old == null ? Expiry.NONE : old.expiryMillis : expiryMillis;
        if (isPast(expiry)) {
            remove(key);
            return;
        }
        entries.put(key.bytes(), new Entry(type, value, expiry, ++versions));
    }

    @Override
    public boolean setExpiry(Key key, long expiryMillis) {
        Entry entry = find(key);
        if (entry == null) {
            return false;
        }
        put(key, entry.type, entry.value, expiryMillis);
        return true;
    }

    @Override
    public boolean remove(Key key) {
        boolean there = find(key) != null;
        entries.remove(key.bytes());
        return there;
    }

    @Override
    public boolean copy(Key source, Keyspace targetSpace, Key target) {
        Entry entry = find(source);
        if (entry == null) {
            return false;
        }
        InMemoryKeyspace to = (InMemoryKeyspace) targetSpace;
        boolean plain = entry.type == ValueType.STRING;
        byte[] value = plain ? entry.value : Collection.read(entry.value, nodes).copyTo(to.nodes);
        to.put(target, entry.type, value, entry.expiryMillis);
        return true;
    }

    @Override
    public @Nullable Collection collection(Key key, ValueType type) {
        Entry entry = find(key);
        if (entry != null && entry.type != type) {
            throw new WrongTypeException();
        }
        return entry == null ? null : Collection.read(entry.value, nodes);
    }

    @Override
    public Collection newCollection(Key key, ValueType type) {
        return Collection.create(type.ordinal(), type.trees(), nodes);
    }

    @Override
    public void save(Key key, Collection collection) {
        if (collection.tree(0).count() == 0 && collection.type() != ValueType.STREAM.ordinal()) {
            remove(key);
            return;
        }
        byte[] root = collection.write();
        put(key, ValueType.of(new RootValue(root)), root, Expiry.KEEP);
        collection.written();
    }

    @Override
    public KeyVersion version(Key key) {
        Entry entry = find(key);
        return new KeyVersion(0, entry == null ? null : entry.version, KeyVersion.NO_STAMP);
    }

    @Override
    public long size() {
        return live().size();
    }

    @Override
    public long expiringKeys() {
        return live().stream()
                .filter(entry -> entry.getValue().expiryMillis != Expiry.NONE)
                .count();
    }

    @Override
    public long scan(long cursor, int count, KeyVisitor visitor) {
        int seen = 0;
        long lastHash = -1;
        for (Map.Entry<byte[], Entry> entry : live()) {
            long hash = hash(entry.getKey());
            if (hash < cursor) {
                continue;
            }
            if (seen >= count && hash != lastHash) {
                return hash;
            }
            lastHash = hash;
            seen++;
            visitor.visit(entry.getKey().clone(), entry.getValue().type);
        }
        return 0;
    }

    @Override
    public void visitSlot(int slot, KeyVisitor visitor) {
        for (Map.Entry<byte[], Entry> entry : live()) {
            if (Key.of(entry.getKey()).slot() == slot
                    && !visitor.visit(entry.getKey().clone(), entry.getValue().type)) {
                return;
            }
        }
    }

    @Override
    public byte @Nullable [] randomKey() {
        List<Map.Entry<byte[], Entry>> live = live();
        return live.isEmpty()
                ? null
                : live.get(random.nextInt(live.size())).getKey().clone();
    }

    @Override
    public void clear() {
        entries.clear();
    }

    private @Nullable Entry find(Key key) {
        Entry entry = entries.get(key.bytes());
        return entry == null || isPast(entry.expiryMillis) ? null : entry;
    }

    /** What has not expired, as it is now: visitors may write. */
    private List<Map.Entry<byte[], Entry>> live() {
        List<Map.Entry<byte[], Entry>> live = new ArrayList<>();
        entries.forEach((key, entry) -> {
            if (!isPast(entry.expiryMillis)) {
                live.add(Map.entry(key, entry));
            }
        });
        return live;
    }

    private boolean isPast(long expiryMillis) {
        return expiryMillis > 0 && expiryMillis <= clock.getAsLong();
    }

    private static long hash(byte[] key) {
        return Integer.toUnsignedLong(Arrays.hashCode(key) * 0x9E3779B9);
    }

    /** Nodes of collections that went are left here. */
    private static final class Nodes implements NodeStore {
        private static final AtomicLong OWNERS = new AtomicLong();

        private final Map<String, byte[]> nodes = new HashMap<>();

        @Override
        public long newOwner() {
            return OWNERS.incrementAndGet();
        }

        @Override
        public byte @Nullable [] read(long owner, int id) {
            return nodes.get(owner + "/" + id);
        }

        @Override
        public void write(long owner, int id, byte[] node) {
            nodes.put(owner + "/" + id, node);
        }

        @Override
        public void remove(long owner, int id) {
            nodes.remove(owner + "/" + id);
        }
    }

    private record Entry(ValueType type, byte[] value, long expiryMillis, long version) {}
}
