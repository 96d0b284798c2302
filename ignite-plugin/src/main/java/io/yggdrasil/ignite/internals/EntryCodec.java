package io.yggdrasil.ignite.internals;

import java.util.Arrays;
import org.apache.ignite.IgniteCheckedException;
import org.apache.ignite.internal.processors.cache.CacheObject;
import org.apache.ignite.internal.processors.cache.CacheObjectContext;
import org.apache.ignite.internal.processors.cache.KeyCacheObject;
import org.apache.ignite.internal.processors.cacheobject.IgniteCacheObjectProcessor;

/**
 * Keys and values of entries as another node's store of the same cache understands them: Ignite's type of the object in
 * one byte, then the bytes that its pages hold. Checked on Ignite 2.17.0 ({@code IgniteCacheObjectProcessor}).
 */
public final class EntryCodec {
    private EntryCodec() {}

    /** The key's bytes. */
    public static byte[] encode(EntryKey key) {
        return encode(key.store(), key.object());
    }

    /** The key that was encoded, for this node's store. */
    public static EntryKey decodeKey(EntryStore store, byte[] bytes, int partition) {
        try {
            KeyCacheObject key = objects(store).toKeyCacheObject(context(store), bytes[0], rest(bytes));
            key.partition(partition);
            return new EntryKey(store, key, partition);
        } catch (IgniteCheckedException e) {
            throw EntryStore.failure("decode a key", e);
        }
    }

    /** The bytes of a value that a row holds or a scope takes. */
    public static byte[] encode(EntryStore store, Object value) {
        return encode(store, store.wrap(value));
    }

    /** The value that was encoded. */
    public static Object decodeValue(EntryStore store, byte[] bytes) {
        if (bytes[0] == CacheObject.TYPE_BYTE_ARR) {
            return rest(bytes);
        }
        return store.unwrap(objects(store).toCacheObject(context(store), bytes[0], rest(bytes)));
    }

    private static byte[] encode(EntryStore store, CacheObject object) {
        try {
            byte[] bytes = object.valueBytes(context(store));
            byte[] out = new byte[1 + bytes.length];
            out[0] = object.cacheObjectType();
            System.arraycopy(bytes, 0, out, 1, bytes.length);
            return out;
        } catch (IgniteCheckedException e) {
            throw EntryStore.failure("encode an object", e);
        }
    }

    private static byte[] rest(byte[] bytes) {
        return Arrays.copyOfRange(bytes, 1, bytes.length);
    }

    private static CacheObjectContext context(EntryStore store) {
        return store.context().cacheObjectContext();
    }

    private static IgniteCacheObjectProcessor objects(EntryStore store) {
        return store.context().kernalContext().cacheObjects();
    }
}
