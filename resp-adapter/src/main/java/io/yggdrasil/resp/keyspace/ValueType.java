package io.yggdrasil.resp.keyspace;

import io.yggdrasil.ignite.YggdrasilException;
import io.yggdrasil.ignite.collection.Collection;
import io.yggdrasil.ignite.collection.RootValue;

/** The types that TYPE answers. Their order is stored: new ones come last. */
public enum ValueType {
    STRING("string", 0),
    LIST("list", 1),
    SET("set", 1),
    ZSET("zset", 1),
    HASH("hash", 1),
    STREAM("stream", 2);

    private static final ValueType[] ALL = values();

    private final String wireName;
    private final int trees;

    ValueType(String wireName, int trees) {
        this.wireName = wireName;
        this.trees = trees;
    }

    /** The type of a value as the grid's cache holds it. */
    public static ValueType of(Object value) {
        return value instanceof RootValue root ? ofRoot(root) : STRING;
    }

    private static ValueType ofRoot(RootValue root) {
        int type = Collection.typeOf(root.bytes());
        if (type <= STRING.ordinal() || type >= ALL.length) {
            throw new YggdrasilException(
                    YggdrasilException.Kind.CORRUPT, "the root of a collection has the unknown type " + type);
        }
        return ALL[type];
    }

    /** The number of trees that a new collection of the type has. */
    public int trees() {
        return trees;
    }

    /** The type as TYPE writes it. */
    public String wireName() {
        return wireName;
    }
}
