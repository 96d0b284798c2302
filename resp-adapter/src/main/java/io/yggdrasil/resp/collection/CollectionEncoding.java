package io.yggdrasil.resp.collection;

import io.yggdrasil.ignite.collection.Collection;
import io.yggdrasil.ignite.collection.Element;
import io.yggdrasil.resp.keyspace.ValueType;
import io.yggdrasil.resp.wire.Decimal;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/**
 * How Redis would keep a collection as it is now. Here all are kept alike; tools and tests ask nevertheless. In Redis a
 * collection that was large once stays so; here it does not.
 */
public final class CollectionEncoding {
    private static final int HASH_BYTES = Integer.BYTES;

    /** What Redis takes a negative list-max-listpack-size for. */
    private static final long LIST_BYTES_UNIT = 4096;

    private final ToLongFunction<String> parameters;

    /** Makes the rule with the limits of a server: numbers by the names of Redis's parameters. */
    public CollectionEncoding(ToLongFunction<String> parameters) {
        this.parameters = parameters;
    }

    /** The name that OBJECT ENCODING answers. */
    public String of(ValueType type, Collection collection) {
        return switch (type) {
            case STRING -> throw new IllegalArgumentException("type=" + type);
            case HASH -> ofHash(collection);
            case SET -> ofSet(collection);
            case ZSET -> isSmall(collection, "zset") ? "listpack" : "skiplist";
            case LIST -> isSmallList(collection) ? "listpack" : "quicklist";
            case STREAM -> "stream";
        };
    }

    private String ofHash(Collection hash) {
        if (!isSmall(hash, "hash")) {
            return "hashtable";
        }
        return hash.treeCount() > 1 ? "listpackex" : "listpack";
    }

    private String ofSet(Collection set) {
        if (set.tree(0).count() <= parameters.applyAsLong("set-max-intset-entries")
                && all(set, element -> Decimal.isLong(element.key(), HASH_BYTES, element.key().length - HASH_BYTES))) {
            return "intset";
        }
        return isSmall(set, "set") ? "listpack" : "hashtable";
    }

    private boolean isSmall(Collection collection, String prefix) {
        long bytesMax = parameters.applyAsLong(prefix + "-max-listpack-value");
        int head = prefix.equals("zset") ? Double.BYTES : HASH_BYTES;
        return collection.tree(0).count() <= parameters.applyAsLong(prefix + "-max-listpack-entries")
                && all(
                        collection,
                        element -> element.key().length - head <= bytesMax && element.value().length <= bytesMax);
    }

    private boolean isSmallList(Collection list) {
        long limit = parameters.applyAsLong("list-max-listpack-size");
        if (limit > 0) {
            return list.tree(0).count() <= limit;
        }
        long[] left = {LIST_BYTES_UNIT << Math.min(4, Math.max(0, -limit - 1))};
        return all(list, element -> (left[0] -= element.value().length) >= 0);
    }

    private static boolean all(Collection collection, Predicate<Element> holds) {
        boolean[] all = {true};
        collection.tree(0).visit(0, element -> all[0] = holds.test(element));
        return all[0];
    }
}
