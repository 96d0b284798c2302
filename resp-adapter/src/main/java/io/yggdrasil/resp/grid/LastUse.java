package io.yggdrasil.resp.grid;

import io.yggdrasil.resp.keyspace.Key;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * When keys of this node were used last, to the second. A fixed table: keys that share a cell share the time of the later
 * use, so what is told is never longer than the truth, and with many more keys than cells often shorter. A node that
 * starts, and one that becomes a key's primary, takes its own start for the last use.
 *
 * <p>Why a table and not a field of the entry: a use would have to write to the entry's page then. One plain read, and a
 * plain write at most once a second and cell, is all that it costs here; threads that race lose a second at most. The
 * table is small enough to stay in a core's second cache: a larger one cost a GET 3 %.
 *
 * <p>Threads: any.
 */
final class LastUse {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int CELLS_LOG2 = 14;
    private static final long MILLIS = 1000;
    private static final long MIX = 0x9E3779B97F4A7C15L;

    private final int[] seconds = new int[1 << CELLS_LOG2];
    private final long startSeconds;

    LastUse(long startMillis) {
        this.startSeconds = startMillis / MILLIS;
    }

    /** A key of a store was used. */
    void note(int storeId, Key key, long nowMillis) {
        int cell = cell(storeId, key);
        int now = (int) (nowMillis / MILLIS - startSeconds);
        if (seconds[cell] != now) {
            seconds[cell] = now;
        }
    }

    /** For how many seconds a key of a store was not used, at least. */
    long idleSeconds(int storeId, Key key, long nowMillis) {
        return Math.max(0, nowMillis / MILLIS - startSeconds - seconds[cell(storeId, key)]);
    }

    /** From the slot, which is known and depends on all bytes, and the last bytes, which differ most. */
    private static int cell(int storeId, Key key) {
        int length = key.length();
        int end = key.offset() + length;
        long tail = 0;
        if (length >= Long.BYTES) {
            tail = (long) LONGS.get(key.buffer(), end - Long.BYTES);
        } else {
            for (int i = key.offset(); i < end; i++) {
                tail = (tail << Byte.SIZE) | (key.buffer()[i] & 0xff);
            }
        }
        long hash = (tail ^ ((long) storeId << Integer.SIZE) ^ key.slot()) * MIX;
        return (int) (hash >>> (Long.SIZE - CELLS_LOG2));
    }
}
