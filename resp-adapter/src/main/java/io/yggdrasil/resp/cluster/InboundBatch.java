package io.yggdrasil.resp.cluster;

import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Requests of another node that are being run here, and their replies. They leave in one message once the last that does
 * not wait for something else has one; a deferred reply leaves alone when it comes.
 *
 * <pre>
 *   RAN i8 | lane i32 | era i32 | batch i64 | items: index i32, REPLY reply | CHANGED database, watched, reply | REFUSED
 * </pre>
 *
 * <p>Threads: filled by the worker that runs the batch, completed by any.
 */
final class InboundBatch {
    /** Reply. */
    static final byte REPLY = 1;

    /** The request changed its client's state: database i8, keys under WATCH, reply. */
    static final byte CHANGED = 2;

    /** Not run; the keys are not this node's, now. */
    static final byte REFUSED = 3;

    private static final int HEADER_BYTES = 1 + 4 + 4 + 8;

    private final UUID from;
    private final int lane;
    private final int era;
    private final long number;
    private final Lane.Outgoing outgoing;

    /** Answers by index; a null is one that leaves alone or is not there yet. Guarded by this: it grows meanwhile. */
    private byte[] @Nullable [] answers = new byte[16][];

    private final AtomicInteger open = new AtomicInteger(1);
    private final AtomicInteger unanswered;
    private int count;

    InboundBatch(UUID from, int lane, int era, long number, Lane.Outgoing outgoing, AtomicInteger unanswered) {
        this.from = from;
        this.lane = lane;
        this.era = era;
        this.number = number;
        this.outgoing = outgoing;
        this.unanswered = unanswered;
    }

    UUID from() {
        return from;
    }

    int lane() {
        return lane;
    }

    int era() {
        return era;
    }

    /** The index of the next request, whose answer is awaited. */
    synchronized int begin() {
        if (count == answers.length) {
            answers = java.util.Arrays.copyOf(answers, count * 2);
        }
        open.incrementAndGet();
        return count++;
    }

    /** Gives a request its answer: a complete item without its index. */
    void complete(int index, byte[] answer) {
        synchronized (this) {
            answers[index] = answer;
        }
        release();
    }

    /** The batch no longer waits for this answer, which will leave alone by {@link #completeAlone}. */
    void detach() {
        release();
    }

    /** Sends the answer of a request that was detached. */
    void completeAlone(int index, byte[] answer) {
        Packer out = header(answer.length + 4);
        out.putInt(index);
        out.putRaw(answer);
        outgoing.send(from, out.array(), out.size());
    }

    /** All requests were begun. */
    void end() {
        release();
    }

    private void release() {
        if (open.decrementAndGet() == 0) {
            answer();
            unanswered.decrementAndGet();
        }
    }

    private synchronized void answer() {
        int bytes = 0;
        for (int i = 0; i < count; i++) {
            byte[] answer = answers[i];
            bytes += answer == null ? 0 : 4 + answer.length;
        }
        if (bytes == 0) {
            return;
        }
        Packer out = header(bytes);
        for (int i = 0; i < count; i++) {
            byte[] answer = answers[i];
            if (answer != null) {
                out.putInt(i);
                out.putRaw(answer);
            }
        }
        outgoing.send(from, out.array(), out.size());
    }

    private Packer header(int more) {
        Packer out = new Packer(HEADER_BYTES + more);
        out.putByte(MessageKind.RAN);
        out.putInt(lane);
        out.putInt(era);
        out.putLong(number);
        return out;
    }
}
