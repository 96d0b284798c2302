package io.yggdrasil.ignite.internals;

import io.yggdrasil.ignite.internals.RowReader.Outcome;
import io.yggdrasil.tier.hot.HotSink;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.apache.ignite.internal.processors.cache.CacheObject;
import org.apache.ignite.internal.util.GridUnsafe;
import org.jspecify.annotations.Nullable;

/**
 * Puts together the value of a row that lies in several pages, given one fragment after the other. Unlike a row in one
 * page it has its expire time in front of the value; a fragment may end anywhere:
 *
 * <pre>
 *   [cache id 4] key length 4, key type 1, key | expire time 8 | value length 4, value type 1, value | version
 *   '------------------------- head ------------------------------------------------'
 * </pre>
 *
 * Checked on Ignite 2.17.0: {@code DataPageIO.writeFragmentData}.
 *
 * <p>Threads: one; reused.
 */
final class FragmentedRow {
    private static final int EXPIRE_TIME_BYTES = Long.BYTES;
    private static final int VALUE_HEAD_BYTES = Integer.BYTES + 1;
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.nativeOrder());
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private final int valueBytesMax;
    private byte[] head = new byte[512];
    private int headBytes;
    private int headTaken;
    private int valueBytes;
    private int valueTaken;
    private int target;
    private long expireTime;

    /** Leaves values of more than {@code valueBytesMax} bytes to others. */
    FragmentedRow(int valueBytesMax) {
        this.valueBytesMax = valueBytesMax;
    }

    /** Begins a row; {@code keyBytes} are those in front of its expire time. */
    void begin(int keyBytes) {
        headBytes = keyBytes + EXPIRE_TIME_BYTES + VALUE_HEAD_BYTES;
        headTaken = 0;
        valueTaken = 0;
        if (head.length < headBytes) {
            head = new byte[headBytes];
        }
    }

    /** Takes the row's next fragment; null as long as more have to follow. */
    @Nullable
    Outcome take(long address, int size, long nowMillis, HotSink out) {
        int from = 0;
        if (headTaken < headBytes) {
            from = Math.min(size, headBytes - headTaken);
            GridUnsafe.copyOffheapHeap(address, head, GridUnsafe.BYTE_ARR_OFF + headTaken, from);
            headTaken += from;
            if (headTaken < headBytes) {
                return null;
            }
            Outcome refusal = open(nowMillis, out);
            if (refusal != null) {
                return refusal;
            }
        }
        int more = Math.min(size - from, valueBytes - valueTaken);
        GridUnsafe.copyOffheapHeap(address + from, out.array(), GridUnsafe.BYTE_ARR_OFF + target + valueTaken, more);
        valueTaken += more;
        return valueTaken == valueBytes ? Outcome.FOUND : null;
    }

    /** The row's expire time, once so much of it was taken. */
    long expireTime() {
        return expireTime;
    }

    private @Nullable Outcome open(long nowMillis, HotSink out) {
        int valueHead = headBytes - VALUE_HEAD_BYTES;
        expireTime = (long) LONGS.get(head, valueHead - EXPIRE_TIME_BYTES);
        valueBytes = (int) INTS.get(head, valueHead);
        if (head[headBytes - 1] != CacheObject.TYPE_BYTE_ARR || valueBytes > valueBytesMax) {
            return Outcome.UNSUPPORTED;
        }
        if (expireTime > 0 && expireTime <= nowMillis) {
            return Outcome.EXPIRED;
        }
        target = out.open(valueBytes);
        return null;
    }
}
