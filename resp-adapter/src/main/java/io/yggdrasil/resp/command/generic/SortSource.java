package io.yggdrasil.resp.command.generic;

import io.yggdrasil.ignite.collection.Collection;
import io.yggdrasil.ignite.collection.Element;
import io.yggdrasil.ignite.collection.Tree;
import io.yggdrasil.resp.collection.Fields;
import io.yggdrasil.resp.keyspace.Key;
import io.yggdrasil.resp.keyspace.Keyspace;
import io.yggdrasil.resp.keyspace.ValueType;
import io.yggdrasil.resp.keyspace.WrongTypeException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The elements that SORT is given: of a list, a set, or a sorted set. */
final class SortSource {
    /** The keys of a sorted set's order begin with the score. */
    private static final int SCORE_BYTES = Double.BYTES;

    private final ValueType type;
    private final @Nullable Collection collection;

    private SortSource(ValueType type, @Nullable Collection collection) {
        this.type = type;
        this.collection = collection;
    }

    /** Opens what is at a key; nothing is an empty list. */
    static SortSource open(Keyspace keyspace, Key key) {
        ValueType type = keyspace.type(key);
        if (type == null) {
            return new SortSource(ValueType.LIST, null);
        }
        return switch (type) {
            case LIST, SET, ZSET -> new SortSource(type, keyspace.collection(key, type));
            case STRING, HASH, STREAM -> throw new WrongTypeException();
        };
    }

    boolean isSet() {
        return type == ValueType.SET;
    }

    int count() {
        return collection == null ? 0 : Math.toIntExact(collection.tree(0).count());
    }

    /**
     * Some elements as they stand.
     *
     * @param first how many are skipped
     * @param isDescending whether it begins at the other end; a set has no ends
     */
    List<byte[]> elements(int first, int some, boolean isDescending) {
        List<byte[]> elements = new ArrayList<>(some);
        if (collection == null || some == 0) {
            return elements;
        }
        Tree order = collection.tree(0);
        boolean isForward = !isDescending || isSet();
        order.visit(isForward ? first : order.count() - 1 - first, isForward, element -> {
            elements.add(element(element));
            return elements.size() < some;
        });
        return elements;
    }

    private byte[] element(Element element) {
        byte[] key = element.key();
        return switch (type) {
            case SET -> Fields.nameOf(key);
            case ZSET -> Arrays.copyOfRange(key, SCORE_BYTES, key.length);
            default -> element.value();
        };
    }
}
