package io.yggdrasil.resp.server;

import io.netty.buffer.ByteBuf;
import io.yggdrasil.resp.wire.Request;
import io.yggdrasil.resp.wire.RequestParser;
import java.util.function.LongSupplier;

/**
 * The bytes of one connection that were received and not run: usually none, or the beginning of a request whose rest is
 * on the way.
 *
 * <p>The array grows with what has arrived, not with what a header promises: a client that announces 512 MB and sends
 * ten bytes takes little. What is large is taken from a budget that all connections share.
 */
final class InputBuffer {
    private static final byte[] EMPTY = {};

    /** Up to this size an array is not worth counting. */
    private static final int UNCOUNTED_BYTES_MAX = 64 << 10;

    /** An array grows to the wanted size at once when this part of it has arrived. */
    private static final int ARRIVED_PART = 4;

    /** Room behind a request for what the last read brings of the next one. */
    private static final int SLACK_BYTES = RespServer.READ_BYTES_MAX;

    private static final int ARRAY_BYTES_MAX = Integer.MAX_VALUE - 8;

    private final Request partial;
    private final MemoryBudget budget;
    private final LongSupplier bytesMax;
    private byte[] array = EMPTY;
    private int start;
    private int end;
    private long counted;

    /**
     * Makes an empty buffer.
     *
     * @param partial the request in progress, whose slices move with the bytes
     * @param budget what all connections may take
     * @param bytesMax what this one may take; asked whenever the array grows
     */
    InputBuffer(Request partial, MemoryBudget budget, LongSupplier bytesMax) {
        this.partial = partial;
        this.budget = budget;
        this.bytesMax = bytesMax;
    }

    byte[] array() {
        return array;
    }

    int start() {
        return start;
    }

    int end() {
        return end;
    }

    /** Bytes waiting. Any thread; others than the owner may see a number that is a little old. */
    int length() {
        return Math.max(end - start, 0);
    }

    /**
     * Adds bytes behind those that wait.
     *
     * @param wanted how many bytes from the start on the request in progress has at least
     * @throws InputRefusedException when that is too much for this connection or for all of them
     */
    void append(ByteBuf bytes, long wanted) {
        int more = bytes.readableBytes();
        long needed = (long) end - start + more;
        if (needed > bytesMax.getAsLong()) {
            throw new InputRefusedException("");
        }
        if (array.length - end < more) {
            makeRoom(needed, wanted);
        }
        bytes.readBytes(array, end, more);
        end += more;
    }

    /** Keeps what was not consumed of the bytes {@code [from, to)} of another array; this buffer must be empty. */
    void keep(byte[] source, int from, int to, long wanted) {
        int length = to - from;
        resize(Math.max(length, (int) Math.min(wanted, UNCOUNTED_BYTES_MAX)));
        System.arraycopy(source, from, array, 0, length);
        RequestParser.moved(partial, array, -from);
        end = length;
    }

    /** Moves what waits to the beginning of {@code target} and leaves this buffer empty. Returns its length. */
    int moveTo(byte[] target) {
        int length = end - start;
        if (length > 0) {
            System.arraycopy(array, start, target, 0, length);
            RequestParser.moved(partial, target, -start);
            clear();
        }
        return length;
    }

    /** Forgets the bytes before {@code index}, and gives memory back that the rest does not need. */
    void consume(int index, long wanted) {
        start = index;
        if (start == end) {
            clear();
        } else if (array.length > UNCOUNTED_BYTES_MAX && Math.max(end - start, wanted) < array.length / ARRIVED_PART) {
            move(new byte[end - start]);
        }
        count(array.length);
    }

    /** Forgets everything. */
    void clear() {
        array = EMPTY;
        start = 0;
        end = 0;
        if (counted > 0) {
            budget.take(-counted);
            counted = 0;
        }
    }

    private void makeRoom(long needed, long wanted) {
        if (needed <= array.length / 2) {
            move(array);
            return;
        }
        long grown = Math.max(needed + needed / 2, UNCOUNTED_BYTES_MAX);
        long whole = wanted + SLACK_BYTES;
        long capacity = wanted <= needed ? grown : needed >= wanted / ARRIVED_PART ? whole : Math.min(grown, whole);
        if (needed > ARRAY_BYTES_MAX) {
            throw new InputRefusedException("");
        }
        resize((int) Math.min(capacity, ARRAY_BYTES_MAX));
    }

    private void resize(int capacity) {
        if (capacity > UNCOUNTED_BYTES_MAX) {
            // While it grows, both arrays are there.
            count((long) array.length + capacity);
        }
        move(allocate(capacity));
        count(capacity);
    }

    private static byte[] allocate(int capacity) {
        try {
            return new byte[capacity];
        } catch (OutOfMemoryError e) {
            throw tooMuch();
        }
    }

    private void move(byte[] target) {
        int length = end - start;
        System.arraycopy(array, start, target, 0, length);
        RequestParser.moved(partial, target, -start);
        array = target;
        start = 0;
        end = length;
    }

    /** Counts {@code bytes} and the slices of the request in progress against the budget. */
    private void count(long bytes) {
        long total = bytes + partial.sliceBytes();
        long wanted = total > UNCOUNTED_BYTES_MAX ? total : 0;
        if (wanted != counted) {
            if (!budget.tryTake(wanted - counted)) {
                throw tooMuch();
            }
            counted = wanted;
        }
    }

    private static InputRefusedException tooMuch() {
        return new InputRefusedException("OOM the server has not enough memory for a request as large as this");
    }
}
