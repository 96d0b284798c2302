package io.yggdrasil.resp.rdb;

import io.yggdrasil.ignite.collection.Appender;
import io.yggdrasil.ignite.collection.Collection;
import io.yggdrasil.resp.collection.Fields;
import io.yggdrasil.resp.collection.HashFields;
import io.yggdrasil.resp.collection.ScoredMembers;
import io.yggdrasil.resp.keyspace.ValueType;
import io.yggdrasil.resp.wire.Decimal;
import java.util.List;
import java.util.function.Function;

/**
 * Reads values: a string as its bytes, everything else into a new collection, which the caller stores.
 *
 * <p>Collections without elements, but for streams, and elements that are there twice, are errors, as in Redis.
 */
public final class RdbReader {
    private static final byte[] NOTHING = {};

    /** Redis keeps the times of fields in 48 bits. */
    private static final long TIME_MAX = 0xFFFF_FFFF_FFFFL;

    private static final int PLAIN = 1;
    private static final int PACKED = 2;

    private final Function<ValueType, Collection> collections;

    /**
     * A reader.
     *
     * @param collections makes an empty collection of a type
     */
    public RdbReader(Function<ValueType, Collection> collections) {
        this.collections = collections;
    }

    /** The value of a type: a {@code byte[]} or a {@link Collection}. */
    public Object read(int type, RdbInput in) {
        return switch (type) {
            case RdbType.STRING -> in.string();
            case RdbType.LIST, RdbType.LIST_ZIPLIST, RdbType.LIST_QUICKLIST, RdbType.LIST_QUICKLIST_2 -> list(type, in);
            case RdbType.SET, RdbType.SET_INTSET, RdbType.SET_LISTPACK -> set(type, in);
            case RdbType.ZSET, RdbType.ZSET_TEXT_SCORES, RdbType.ZSET_ZIPLIST, RdbType.ZSET_LISTPACK -> zset(type, in);
            case RdbType.HASH, RdbType.HASH_ZIPMAP, RdbType.HASH_ZIPLIST, RdbType.HASH_LISTPACK -> hash(type, in);
            case RdbType.HASH_EXPIRIES,
                    RdbType.HASH_EXPIRIES_BETA,
                    RdbType.HASH_LISTPACK_EXPIRIES,
                    RdbType.HASH_LISTPACK_EXPIRIES_BETA -> hashWithTimes(type, in);
            case RdbType.STREAM_LISTPACKS, RdbType.STREAM_LISTPACKS_2, RdbType.STREAM_LISTPACKS_3 ->
                new StreamReader(collections.apply(ValueType.STREAM), type, in).read();
            default -> throw new RdbFormatException("values of type " + type + " are not known");
        };
    }

    private Collection list(int type, RdbInput in) {
        Collection list = collections.apply(ValueType.LIST);
        Appender elements = list.tree(0).appender();
        if (type == RdbType.LIST_ZIPLIST) {
            append(elements, Packed.ziplist(in.string()));
        } else {
            for (long left = in.length(); left > 0; left--) {
                appendPart(type, in, elements);
            }
        }
        elements.finish();
        return filled(list);
    }

    private static void appendPart(int type, RdbInput in, Appender elements) {
        if (type == RdbType.LIST) {
            elements.append(NOTHING, in.string());
        } else if (type == RdbType.LIST_QUICKLIST) {
            append(elements, Packed.ziplist(in.string()));
        } else {
            long container = in.length();
            byte[] part = in.string();
            if (container == PLAIN) {
                elements.append(NOTHING, part);
            } else if (container == PACKED) {
                append(elements, Packed.listpack(part));
            } else {
                throw new RdbFormatException("a list has a part of the unknown kind " + container);
            }
        }
    }

    private static void append(Appender elements, List<byte[]> more) {
        more.forEach(element -> elements.append(NOTHING, element));
    }

    private Collection set(int type, RdbInput in) {
        Collection set = collections.apply(ValueType.SET);
        Fields members = new Fields(set);
        if (type == RdbType.SET) {
            for (long left = in.length(); left > 0; left--) {
                put(members, in.string(), NOTHING);
            }
        } else {
            byte[] packed = in.string();
            List<byte[]> all = type == RdbType.SET_INTSET ? Packed.intset(packed) : Packed.listpack(packed);
            all.forEach(member -> put(members, member, NOTHING));
        }
        return filled(set);
    }

    private Collection zset(int type, RdbInput in) {
        Collection zset = collections.apply(ValueType.ZSET);
        ScoredMembers members = new ScoredMembers(zset);
        if (type == RdbType.ZSET || type == RdbType.ZSET_TEXT_SCORES) {
            for (long left = in.length(); left > 0; left--) {
                byte[] member = in.string();
                put(members, member, type == RdbType.ZSET ? in.binaryDouble() : in.textDouble());
            }
        } else {
            List<byte[]> all = pairs(in.string(), type == RdbType.ZSET_ZIPLIST);
            for (int i = 0; i < all.size(); i += 2) {
                put(members, all.get(i), RdbInput.parse(all.get(i + 1)));
            }
        }
        return filled(zset);
    }

    private Collection hash(int type, RdbInput in) {
        Collection hash = collections.apply(ValueType.HASH);
        Fields fields = new Fields(hash);
        if (type == RdbType.HASH) {
            for (long left = in.length(); left > 0; left--) {
                byte[] name = in.string();
                put(fields, name, in.string());
            }
        } else {
            byte[] packed = in.string();
            List<byte[]> all =
                    type == RdbType.HASH_ZIPMAP ? Packed.zipmap(packed) : pairs(packed, type == RdbType.HASH_ZIPLIST);
            for (int i = 0; i < all.size(); i += 2) {
                put(fields, all.get(i), all.get(i + 1));
            }
        }
        return filled(hash);
    }

    /**
     * A hash whose fields have times.
     *
     * <pre>
     *   first time (i64), fields, so often: time (length), name, value        times: 0: none, else behind the first one, plus 1
     *   first time (i64), listpack of: name, value, time                      times: 0: none
     * </pre>
     *
     * The first releases of Redis 7.4 had no first time, and absolute ones in both.
     */
    private Collection hashWithTimes(int type, RdbInput in) {
        Collection hash = collections.apply(ValueType.HASH);
        HashFields fields = new HashFields(hash, 0);
        boolean isFinal = type == RdbType.HASH_EXPIRIES || type == RdbType.HASH_LISTPACK_EXPIRIES;
        long first = isFinal ? in.long64() : 0;
        if (type == RdbType.HASH_EXPIRIES || type == RdbType.HASH_EXPIRIES_BETA) {
            for (long left = in.length(); left > 0; left--) {
                long time = in.length();
                byte[] name = in.string();
                put(fields, name, in.string(), time == 0 || !isFinal ? time : first + time - 1);
            }
        } else {
            List<byte[]> all = Packed.listpack(in.string());
            if (all.size() % 3 != 0) {
                throw new RdbFormatException("a packed hash ends before a time");
            }
            for (int i = 0; i < all.size(); i += 3) {
                put(fields, all.get(i), all.get(i + 1), number(all.get(i + 2)));
            }
        }
        return filled(hash);
    }

    private static long number(byte[] digits) {
        if (!Decimal.isLong(digits, 0, digits.length)) {
            throw new RdbFormatException("a time is no number");
        }
        return Decimal.parseLong(digits, 0, digits.length);
    }

    private static void put(HashFields fields, byte[] name, byte[] value, long time) {
        if (time < 0 || time > TIME_MAX) {
            throw new RdbFormatException("a field has the time " + time);
        }
        if (!fields.put(name, value)) {
            throw new RdbFormatException("an element is there twice");
        }
        if (time > 0) {
            fields.time(name, time);
        }
    }

    private static List<byte[]> pairs(byte[] packed, boolean ziplist) {
        List<byte[]> all = ziplist ? Packed.ziplist(packed) : Packed.listpack(packed);
        if (all.size() % 2 != 0) {
            throw new RdbFormatException("a packed collection ends with half a pair");
        }
        return all;
    }

    private static void put(Fields fields, byte[] name, byte[] value) {
        if (fields.put(name, value) != null) {
            throw new RdbFormatException("an element is there twice");
        }
    }

    private static void put(ScoredMembers members, byte[] member, double score) {
        if (Double.isNaN(score) || !Double.isNaN(members.put(member, score))) {
            throw new RdbFormatException("a member has no score, or two");
        }
    }

    private static Collection filled(Collection collection) {
        if (collection.tree(0).count() == 0) {
            throw new RdbFormatException("a collection has no elements");
        }
        return collection;
    }
}
