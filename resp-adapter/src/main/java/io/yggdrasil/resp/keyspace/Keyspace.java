package io.yggdrasil.resp.keyspace;

import io.yggdrasil.ignite.collection.Collection;
import io.yggdrasil.resp.wire.ReplyWriter;
import org.jspecify.annotations.Nullable;

/**
 * One database as a command sees it. A key that has expired is not there.
 *
 * <p>A keyspace is handed to a command by its call and is valid while the command runs. The slots of the command's
 * declared keys are locked for it, so what it reads stays true until its last write. Keys it did not declare may be
 * read; writing one is a programming error. Values passed in are kept: the caller must not change an array after it
 * gave it away, nor an array it was given.
 *
 * <p>Errors: {@link io.yggdrasil.resp.keyspace.WrongTypeException} when a key holds another type,
 * {@link io.yggdrasil.resp.keyspace.OutOfMemoryException} when the grid has no room.
 */
public interface Keyspace {
    /** Index of the database, 0-15. */
    int database();

    /** The string at {@code key}, or null when there is no key. The array is not to be changed. */
    byte @Nullable [] string(Key key);

    /**
     * Writes the string at {@code key} to {@code reply} as a bulk string; the short way for GET.
     *
     * @return false when there is no such key; nothing was written then
     */
    boolean writeString(Key key, ReplyWriter reply);

    /** Length of the string at {@code key}, or -1 when there is no key. */
    int stringLength(Key key);

    /** Type of the value at {@code key}, or null when there is no key. */
    @Nullable
    ValueType type(Key key);

    /** Whether there is a value at {@code key}. */
    default boolean exists(Key key) {
        return type(key) != null;
    }

    /** Expiry of {@code key} in milliseconds since 1970, {@link Expiry#NONE} or {@link Expiry#NO_KEY}. */
    long expiry(Key key);

    /**
     * Stores a string, whatever was there before.
     *
     * @param expiryMillis milliseconds since 1970, {@link Expiry#NONE}, or {@link Expiry#KEEP}; a time that is past
     *     removes the key
     */
    void putString(Key key, byte[] value, long expiryMillis);

    /**
     * As {@link #putString(Key, byte[], long)}, for a value that Redis would not keep as it keeps what clients store.
     *
     * @param encoding how it would keep it
     */
    default void putString(Key key, byte[] value, long expiryMillis, StringEncoding encoding) {
        putString(key, value, expiryMillis);
    }

    /** How Redis would keep the string at {@code key}; null when there is no key. */
    default @Nullable StringEncoding encoding(Key key) {
        byte[] value = string(key);
        return value == null ? null : StringEncoding.of(value);
    }

    /** For how many seconds {@code key} was not used, as far as it is known: never more than that. */
    default long idleSeconds(Key key) {
        return 0;
    }

    /**
     * Keeps the string at {@code key} in the hot tier of its node.
     *
     * @param untilMillis when that ends in milliseconds since 1970
     * @return how it ended; {@link Residency#NO_TIER} where there is none
     */
    default Residency pin(Key key, long untilMillis) {
        return Residency.NO_TIER;
    }

    /** Ends what {@link #pin} began; returns whether there was anything to end. */
    default boolean unpin(Key key) {
        return false;
    }

    /** Whether the uses of keys are counted, instead of when they were: an LFU policy is selected. */
    default boolean isFrequencyTracked() {
        return false;
    }

    /** How often an existing key was used lately, 0 to 15, while that is counted. */
    default int frequency(Key key) {
        return 0;
    }

    /** Changes the expiry, as in {@link #putString}. Returns false when there is no key. */
    boolean setExpiry(Key key, long expiryMillis);

    /** Removes the key. Returns whether there was one. */
    boolean remove(Key key);

    /**
     * Copies value and expiry of {@code source} in this database to {@code target} in {@code targetSpace}, replacing
     * what is there. Returns false when there is no source.
     */
    boolean copy(Key source, Keyspace targetSpace, Key target);

    /**
     * The collection at {@code key}, to be read, or changed and then {@linkplain #save saved}; null when there is no key.
     */
    @Nullable
    Collection collection(Key key, ValueType type);

    /** An empty collection for {@code key}; nothing is stored before it is {@linkplain #save saved}. */
    Collection newCollection(Key key, ValueType type);

    /** Stores a changed collection with the expiry that the key has. Without elements the key is removed. */
    void save(Key key, Collection collection);

    /**
     * Has the fields of the hash at {@code key} that are over at a time removed soon after it. Who {@linkplain #save saves} a
     * hash need not ask for it.
     */
    default void awaitFields(Key key, long timeMillis) {}

    /**
     * Whether a key that the command did not declare can be read: it is on the node that runs the command. Another one
     * would look as if it were not there.
     */
    default boolean isHere(Key key) {
        return true;
    }

    /** What the key is now, to be compared with what it is later: {@link KeyVersion#isChanged}. */
    KeyVersion version(Key key);

    /** Number of keys; expired ones that were not purged yet may count. */
    long size();

    /** Number of keys that have an expiry, as far as it is known cheaply. */
    long expiringKeys();

    /**
     * Visits keys from {@code cursor} on until at least {@code count} were seen or the end is reached.
     *
     * <p>A key that is there from the first call to the last is visited at least once, whatever is written meanwhile.
     *
     * @param cursor 0 to begin, then what the last call returned
     * @param count about how many keys to look at, at least 1
     * @return where to go on; 0 at the end
     */
    long scan(long cursor, int count, KeyVisitor visitor);

    /** Visits the keys of one slot until the visitor says enough. */
    void visitSlot(int slot, KeyVisitor visitor);

    /** Number of keys in one slot. */
    default long sizeOfSlot(int slot) {
        long[] count = new long[1];
        visitSlot(slot, (key, type) -> {
            count[0]++;
            return true;
        });
        return count[0];
    }

    /** How many other nodes hold every write of this database that was answered. */
    default int copiesElsewhere() {
        return 0;
    }

    /** Some key, all about equally likely, or null when there is none. */
    byte @Nullable [] randomKey();

    /** Removes every key. */
    void clear();

    /** Told of keys; the array is the visitor's to keep. */
    @FunctionalInterface
    interface KeyVisitor {
        /** Returns whether to go on. */
        boolean visit(byte[] key, ValueType type);
    }
}
