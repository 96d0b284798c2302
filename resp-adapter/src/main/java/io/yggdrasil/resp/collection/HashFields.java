package io.yggdrasil.resp.collection;

import io.yggdrasil.ignite.collection.Collection;
import io.yggdrasil.ignite.collection.Element;
import io.yggdrasil.ignite.collection.Tree;
import io.yggdrasil.resp.keyspace.Expiry;
import io.yggdrasil.resp.keyspace.ValueType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a hash, each of which may have a time when it is gone.
 *
 * <p>A hash in which no field has one is the tree of its {@link Fields} and nothing else, and costs what it did before there were
 * times. The first time makes two trees more, and the last one that goes takes them along:
 *
 * <pre>
 *   tree 0   field                               value
 *   tree 1   field                               its time (i64, milliseconds since 1970)       those that have one
 *   tree 2   time (i64, big-endian), field       nothing                                       in the order of times
 *   facts    the first time (i64)
 * </pre>
 *
 * <p>A field whose time is over is not there for who reads, but is counted until {@link #purge} removes it, as in Redis. A time
 * is over from its millisecond on.
 *
 * <p>Threads: one, as its collection.
 */
public final class HashFields {
    /** There is no such field. */
    public static final long NO_FIELD = -2;

    private static final int TIMES_OF_FIELDS = 1;
    private static final int FIELDS_BY_TIME = 2;
    private static final int TREES_WITH_TIMES = 3;
    private static final byte[] NOTHING = {};

    private final Collection hash;
    private final Fields fields;
    private final long nowMillis;

    /** The fields of a hash as they are at a time. */
    public HashFields(Collection hash, long nowMillis) {
        this.hash = hash;
        this.fields = new Fields(hash);
        this.nowMillis = nowMillis;
    }

    /** The first time in a root, {@link Expiry#NONE} if there is none or it is no hash. */
    public static long firstTimeOf(byte[] root) {
        boolean hasTimes = Collection.typeOf(root) == ValueType.HASH.ordinal() && Collection.treesOf(root) > 1;
        return hasTimes ? number(Collection.factsOf(root)) : Expiry.NONE;
    }

    private static long number(byte[] bytes) {
        return ByteBuffer.wrap(bytes).getLong();
    }

    private static byte[] bytes(long number) {
        return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    }

    /** Whether any field has a time. */
    public boolean haveTimes() {
        return hash.treeCount() > 1;
    }

    /** The first time, {@link Expiry#NONE} if there is none. */
    public long firstTime() {
        return haveTimes() ? number(hash.facts()) : Expiry.NONE;
    }

    /** Whether the time of any field is over. */
    public boolean anyOver() {
        return haveTimes() && isOver(firstTime());
    }

    private boolean isOver(long time) {
        return time != Expiry.NONE && time <= nowMillis;
    }

    private Fields times() {
        return new Fields(hash.tree(TIMES_OF_FIELDS));
    }

    private Tree byTime() {
        return hash.tree(FIELDS_BY_TIME);
    }

    /** Number of fields, those among them whose time is over. */
    public long count() {
        return fields.count();
    }

    /** Number of fields whose time is not over. */
    public long countLeft() {
        return anyOver() ? count() - byTime().rank(bytes(nowMillis + 1)) : count();
    }

    /** When a field is gone: {@link Expiry#NONE}: never, {@link #NO_FIELD}: it is not there. */
    public long time(byte[] name) {
        if (!fields.contains(name)) {
            return NO_FIELD;
        }
        long time = timeOf(name);
        return isOver(time) ? NO_FIELD : time;
    }

    private long timeOf(byte[] name) {
        byte[] time = haveTimes() ? times().get(name) : null;
        return time == null ? Expiry.NONE : number(time);
    }

    private boolean isGone(byte[] name) {
        return anyOver() && isOver(timeOf(name));
    }

    /** The value of a field; null: there is none. */
    public byte @Nullable [] get(byte[] name) {
        byte[] value = fields.get(name);
        return value == null || isGone(name) ? null : value;
    }

    /** Whether there is a field. */
    public boolean contains(byte[] name) {
        return fields.contains(name) && !isGone(name);
    }

    /** Stores a field without a time; returns whether it is new. */
    public boolean put(byte[] name, byte[] value) {
        boolean gone = isGone(name);
        if (haveTimes()) {
            clearTime(name);
        }
        return fields.put(name, value) == null || gone;
    }

    /** Stores a field, which keeps its time unless that is over. */
    public void putKeepingTime(byte[] name, byte[] value) {
        if (isGone(name)) {
            clearTime(name);
        }
        fields.put(name, value);
    }

    /** Removes a field and its time; whether it was there, be its time over or not. */
    public boolean remove(byte[] name) {
        if (haveTimes()) {
            clearTime(name);
        }
        return fields.remove(name) != null;
    }

    /** Gives a field that is there a time. */
    public void time(byte[] name, long time) {
        if (!haveTimes()) {
            hash.trees(TREES_WITH_TIMES);
        }
        byte[] before = times().put(name, bytes(time));
        if (before != null) {
            byTime().remove(key(before, name));
        }
        byTime().put(key(bytes(time), name), NOTHING);
        settle();
    }

    /** Takes a field's time; whether it had one. */
    public boolean clearTime(byte[] name) {
        byte[] before = haveTimes() ? times().remove(name) : null;
        if (before == null) {
            return false;
        }
        byTime().remove(key(before, name));
        settle();
        return true;
    }

    private static byte[] key(byte[] time, byte[] name) {
        return ByteBuffer.allocate(Long.BYTES + name.length).put(time).put(name).array();
    }

    /** Notes the first time, or that there are none any more. */
    private void settle() {
        if (byTime().count() > 0) {
            hash.facts(firstKeyBytes());
        } else {
            hash.trees(1);
            hash.facts(NOTHING);
        }
    }

    private byte[] firstKeyBytes() {
        return bytes(ByteBuffer.wrap(byTime().at(0).key()).getLong());
    }

    /** Removes fields whose time is over, the first ones first; returns how many. */
    public long purge(long most) {
        long purged = 0;
        while (purged < most && anyOver()) {
            byte[] first = byTime().at(0).key();
            byte[] name = java.util.Arrays.copyOfRange(first, Long.BYTES, first.length);
            clearTime(name);
            fields.remove(name);
            purged++;
        }
        return purged;
    }

    /** Visits the fields whose time is not over until the visitor says enough. */
    public void visit(Fields.Visitor visitor) {
        if (anyOver()) {
            fields.visit((name, value) -> isGone(name) || visitor.visit(name, value));
        } else {
            fields.visit(visitor);
        }
    }

    /** As {@link Fields#scan}, without the fields whose time is over. */
    public long scan(long cursor, long count, Fields.Visitor visitor) {
        return fields.scan(cursor, count, (name, value) -> isGone(name) || visitor.visit(name, value));
    }

    /** Visits all fields with their times, those too whose time is over. */
    public void visitAll(TimedVisitor visitor) {
        fields.visit((name, value) -> {
            visitor.visit(name, value, timeOf(name));
            return true;
        });
    }

    /** Told of fields. */
    @FunctionalInterface
    public interface TimedVisitor {
        /** A field; its time may be {@link Expiry#NONE}. */
        void visit(byte[] name, byte[] value, long time);
    }

    /** Fields by their place, for who draws some of them. */
    public interface Places {
        /** Number of places. */
        long count();

        /** The field at a place from 0 on. */
        Element at(long place);
    }

    /** The fields whose time is not over; where there are others they are copied. */
    public Places places() {
        if (!anyOver()) {
            return places(fields.count(), fields::at);
        }
        List<Element> left = new ArrayList<>();
        visit((name, value) -> left.add(new Element(name, value)));
        return places(left.size(), place -> left.get((int) place));
    }

    private static Places places(long count, java.util.function.LongFunction<Element> at) {
        return new Places() {
            @Override
            public long count() {
                return count;
            }

            @Override
            public Element at(long place) {
                return at.apply(place);
            }
        };
    }
}
