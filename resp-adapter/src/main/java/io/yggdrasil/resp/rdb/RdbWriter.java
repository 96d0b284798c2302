package io.yggdrasil.resp.rdb;

import io.yggdrasil.ignite.collection.Collection;
import io.yggdrasil.resp.collection.Fields;
import io.yggdrasil.resp.collection.HashFields;
import io.yggdrasil.resp.collection.ListElements;
import io.yggdrasil.resp.collection.ListEnd;
import io.yggdrasil.resp.collection.ScoredMembers;
import io.yggdrasil.resp.command.StringLimit;
import io.yggdrasil.resp.keyspace.Expiry;
import io.yggdrasil.resp.keyspace.ValueType;

/** Writes values, each as its type and what {@link RdbReader} reads. Not compressed. */
public final class RdbWriter {
    private final StringLimit limit;
    private final RdbOutput out;

    /**
     * A writer.
     *
     * @param limit how long all of it may become
     */
    public RdbWriter(StringLimit limit) {
        this.limit = limit;
        this.out = new RdbOutput(limit);
    }

    /** What was written so far. */
    public byte[] toBytes() {
        return out.toBytes();
    }

    /** A string with its type. */
    public void writeString(byte[] value) {
        out.octet(RdbType.STRING);
        out.string(value, 0, value.length);
    }

    /** A collection with its type. */
    public void writeCollection(ValueType type, Collection collection) {
        switch (type) {
            case LIST -> list(new ListElements(collection));
            case SET -> set(new Fields(collection));
            case ZSET -> zset(new ScoredMembers(collection));
            case HASH -> hash(collection);
            case STREAM -> new StreamWriter(limit, out).write(collection);
            case STRING -> throw new IllegalArgumentException("type=" + type);
        }
    }

    private void list(ListElements elements) {
        out.octet(RdbType.LIST);
        out.length(elements.count());
        elements.visit(ListEnd.LEFT, elements.count(), out::string);
    }

    private void set(Fields members) {
        out.octet(RdbType.SET);
        out.length(members.count());
        members.visit((name, value) -> {
            out.string(name, 0, name.length);
            return true;
        });
    }

    /** From the highest score down, as Redis does: who reads it puts each before the others. */
    private void zset(ScoredMembers members) {
        out.octet(RdbType.ZSET);
        out.length(members.count());
        members.visit(members.count() - 1, false, (member, score) -> {
            out.string(member, 0, member.length);
            out.room(Double.BYTES).putDouble(score);
            return true;
        });
    }

    private void hash(Collection collection) {
        HashFields timed = new HashFields(collection, 0);
        if (timed.haveTimes()) {
            hashWithTimes(timed);
        } else {
            hash(new Fields(collection));
        }
    }

    private void hashWithTimes(HashFields fields) {
        long first = fields.firstTime();
        out.octet(RdbType.HASH_EXPIRIES);
        out.room(Long.BYTES).putLong(first);
        out.length(fields.count());
        fields.visitAll((name, value, time) -> {
            out.length(time == Expiry.NONE ? 0 : time - first + 1);
            out.string(name, 0, name.length);
            out.string(value, 0, value.length);
        });
    }

    private void hash(Fields fields) {
        out.octet(RdbType.HASH);
        out.length(fields.count());
        fields.visit((name, value) -> {
            out.string(name, 0, name.length);
            out.string(value, 0, value.length);
            return true;
        });
    }
}
