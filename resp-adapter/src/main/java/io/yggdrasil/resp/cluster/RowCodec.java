package io.yggdrasil.resp.cluster;

import io.yggdrasil.ignite.YggdrasilException;
import io.yggdrasil.ignite.YggdrasilException.Kind;
import io.yggdrasil.ignite.internals.EntryCodec;
import io.yggdrasil.ignite.internals.EntryKey;
import io.yggdrasil.ignite.internals.EntryRow;
import io.yggdrasil.ignite.internals.EntryStore;
import io.yggdrasil.ignite.internals.EntryVersion;
import io.yggdrasil.resp.grid.Grid;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Entries in messages: a key by its cache, partition and bytes; a row by value, expiry and version.
 *
 * <pre>
 *   key: cache i32 | partition i32 | bytes        row: value, length -1 for none | expire time i64 | version
 *                                               none: stamp i64
 * </pre>
 */
final class RowCodec {
    private RowCodec() {}

    static void writeKeys(Packer out, List<EntryKey> keys) {
        out.putInt(keys.size());
        keys.forEach(key -> writeKey(out, key));
    }

    static void writeKey(Packer out, EntryKey key) {
        out.putInt(key.store().id());
        out.putInt(key.partition());
        out.putBytes(EntryCodec.encode(key));
    }

    /** The keys that {@link #writeKeys} wrote, for this node's stores. */
    static List<EntryKey> readKeys(Unpacker in, Stores stores) {
        int count = in.getInt();
        List<EntryKey> keys = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            keys.add(readKey(in, stores));
        }
        return keys;
    }

    static EntryKey readKey(Unpacker in, Stores stores) {
        EntryStore store = stores.of(in.getInt());
        int partition = in.getInt();
        return EntryCodec.decodeKey(store, in.getBytes(), partition);
    }

    static void writeRow(Packer out, EntryStore store, EntryRow row) {
        Object value = row.value();
        if (value == null) {
            out.putBytes(null);
            out.putLong(row.stamp());
            return;
        }
        out.putBytes(EntryCodec.encode(store, value));
        out.putLong(row.expireTime());
        out.putBytes(EntryVersion.encode(row.version()));
    }

    static EntryRow readRow(Unpacker in, EntryStore store) {
        EntryRow row = new EntryRow();
        byte[] value = in.getBytesOrNull();
        if (value != null) {
            long expireTime = in.getLong();
            row.set(EntryCodec.decodeValue(store, value), expireTime, EntryVersion.decode(in.getBytesOrNull()));
        } else {
            row.absent(in.getLong());
        }
        return row;
    }

    /** The stores that one message speaks of. */
    static final class Stores {
        private final Grid grid;
        private final Map<Integer, EntryStore> known = new HashMap<>();

        Stores(Grid grid) {
            this.grid = grid;
        }

        /** The store of a cache; a {@code RETRY} error while it is not started here. */
        EntryStore of(int cacheId) {
            EntryStore store = known.computeIfAbsent(cacheId, this::find);
            if (store == null) {
                throw new YggdrasilException(Kind.RETRY, "cache " + cacheId + " is not started here");
            }
            return store;
        }

        private @Nullable EntryStore find(int cacheId) {
            return grid.storeOf(cacheId);
        }
    }
}
