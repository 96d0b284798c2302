package io.yggdrasil.resp.command.generic;

import io.yggdrasil.ignite.collection.BrokenTreeException;
import io.yggdrasil.ignite.collection.Collection;
import io.yggdrasil.resp.collection.HashFields;
import io.yggdrasil.resp.command.RedisException;
import io.yggdrasil.resp.keyspace.Key;
import io.yggdrasil.resp.keyspace.Keyspace;
import io.yggdrasil.resp.keyspace.ValueType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A pattern of SORT's BY and GET: {@code prefix*suffix} names the string at the key that the element in place of the star
 * makes, {@code prefix*suffix->field} a field of the hash there, {@code #} the element itself.
 */
final class SortPattern {
    /** A hash that changes while it is looked at, unlocked, is looked at again so often. */
    private static final int ATTEMPTS_MAX = 100;

    private static final int NONE = -1;

    private final long nowMillis;
    private final byte[] pattern;
    private final boolean isElement;
    private final int star;
    private final int keyEnd;
    private final byte @Nullable [] field;

    /**
     * A pattern.
     *
     * @param nowMillis the time by which fields of hashes are there or not
     */
    SortPattern(byte[] pattern, long nowMillis) {
        this.nowMillis = nowMillis;
        this.pattern = pattern;
        int end = indexOf((byte) 0, 0, pattern.length); // Redis looks no further.
        int textEnd = end == NONE ? pattern.length : end;
        this.isElement = textEnd == 1 && pattern[0] == '#';
        this.star = indexOf((byte) '*', 0, textEnd);
        int arrow = star == NONE ? NONE : arrow(star + 1, textEnd);
        this.keyEnd = arrow == NONE ? pattern.length : arrow;
        this.field = arrow == NONE ? null : Arrays.copyOfRange(pattern, arrow + 2, pattern.length);
    }

    private int indexOf(byte wanted, int from, int to) {
        for (int i = from; i < to; i++) {
            if (pattern[i] == wanted) {
                return i;
            }
        }
        return NONE;
    }

    /** The first arrow, if a name is behind it. */
    private int arrow(int from, int to) {
        for (int i = from; i < to - 1; i++) {
            if (pattern[i] == '-' && pattern[i + 1] == '>') {
                return i + 2 < to ? i : NONE;
            }
        }
        return NONE;
    }

    /** Whether it tells different things of different elements. */
    boolean isVariable() {
        return star != NONE;
    }

    /** What it tells of an element; null: nothing. */
    byte @Nullable [] lookUp(Keyspace keyspace, byte[] element) {
        if (isElement) {
            return element;
        }
        if (star == NONE) {
            return null;
        }
        Key key = Key.of(key(element));
        if (!keyspace.isHere(key)) {
            throw new RedisException("ERR SORT cannot look up the key '" + key + "', which is on another node");
        }
        ValueType type = keyspace.type(key);
        if (type != (field == null ? ValueType.STRING : ValueType.HASH)) {
            return null;
        }
        return field == null ? keyspace.string(key) : fieldOf(keyspace, key, field);
    }

    private byte[] key(byte[] element) {
        byte[] key = new byte[keyEnd - 1 + element.length];
        System.arraycopy(pattern, 0, key, 0, star);
        System.arraycopy(element, 0, key, star, element.length);
        System.arraycopy(pattern, star + 1, key, star + element.length, keyEnd - star - 1);
        return key;
    }

    private byte @Nullable [] fieldOf(Keyspace keyspace, Key key, byte[] field) {
        for (int attempt = 1; ; attempt++) {
            try {
                Collection hash = keyspace.collection(key, ValueType.HASH);
                return hash == null ? null : new HashFields(hash, nowMillis).get(field);
            } catch (BrokenTreeException e) {
                if (attempt == ATTEMPTS_MAX) {
                    throw e;
                }
            }
        }
    }
}
