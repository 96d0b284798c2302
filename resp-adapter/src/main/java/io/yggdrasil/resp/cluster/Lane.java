package io.yggdrasil.resp.cluster;

import io.yggdrasil.resp.dispatch.RemoteExecution.ReplySlot;
import io.yggdrasil.resp.session.Session;
import io.yggdrasil.resp.session.Transaction;
import io.yggdrasil.resp.wire.Request;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The way from one event loop to one other node: requests gather and leave as one message, which runs there in order.
 *
 * <p>When the node refuses a request because it does not own the keys (any more), it refuses all later ones of the same
 * <em>era</em> too, so that none overtakes. The era ends here when the first refusal arrives; what was refused is
 * then run again, in order, by each connection.
 *
 * <pre>
 *   RUN i8 | lane i32 | era i32 | batch i64 | items: CONTEXT state | REQUEST request | LAST request | EXEC transaction
 * </pre>
 *
 * <p>Threads: the event loop.
 */
final class Lane {
    static final byte CONTEXT = 1;
    static final byte REQUEST = 2;
    static final byte EXEC = 3;

    /** A request whose client sends no other before it has the reply: it may be deferred, as none can overtake it. */
    static final byte LAST = 4;

    /** Bytes of requests that may be unanswered; one request more than that may be sent alone. */
    private static final long WINDOW_BYTES = 16 << 20;

    /** Requests that may be unanswered. */
    private static final int WINDOW_REQUESTS = 1 << 14;

    private static final int MESSAGE_BYTES_TARGET = 128 << 10;
    private static final int MESSAGE_BYTES_INITIAL = 2 << 10;
    private static final int ERA_AT = 1 + 4;

    private final UUID node;
    private final int id;
    private final Outgoing outgoing;
    private final Map<Long, SentBatch> unanswered = new HashMap<>();
    private SentBatch batch = new SentBatch();
    private @Nullable Packer message;
    private long batches;
    private int era;
    private long bytesAway;
    private int requestsAway;
    private boolean broken;
    private int contextAt;
    private @Nullable Session lastSession;
    private int lastDatabase;
    private int lastProtocol;
    private boolean lastBlocked;
    private String lastName = "";

    Lane(UUID node, int id, Outgoing outgoing) {
        this.node = node;
        this.id = id;
        this.outgoing = outgoing;
    }

    /** How messages leave. */
    @FunctionalInterface
    interface Outgoing {
        /** Returns false when the node did not get it. */
        boolean send(UUID node, byte[] message, int length);
    }

    /** Whether another request may be added. */
    boolean hasRoom() {
        return !broken && bytesAway < WINDOW_BYTES && requestsAway < WINDOW_REQUESTS;
    }

    /** @param isLast whether the client waits for the reply */
    void add(Request request, Session session, ReplySlot slot, boolean repeatable, boolean isLast) {
        Packer out = packer();
        writeContext(out, session);
        batch.add(new SentBatch.Item(session, slot, repeatable, contextAt, out.size()));
        out.putByte(isLast ? LAST : REQUEST);
        out.putRequest(request);
        added(out);
    }

    void addTransaction(Transaction transaction, Session session, ReplySlot slot) {
        Packer out = packer();
        writeContext(out, session);
        batch.add(new SentBatch.Item(session, slot, !transaction.mayWrite(), contextAt, out.size()));
        out.putByte(EXEC);
        SessionCodec.writeTransaction(out, transaction, session.watched());
        added(out);
    }

    private void added(Packer out) {
        requestsAway++;
        if (out.size() >= MESSAGE_BYTES_TARGET) {
            flush();
        }
    }

    private Packer packer() {
        Packer out = message;
        if (out == null) {
            out = new Packer(MESSAGE_BYTES_INITIAL);
            message = out;
            lastSession = null;
            out.putByte(MessageKind.RUN);
            out.putInt(id);
            out.putInt(era);
            out.putLong(batches);
        }
        return out;
    }

    private void writeContext(Packer out, Session session) {
        if (session == lastSession
                && session.database() == lastDatabase
                && session.protocol() == lastProtocol
                && (session.blocked() != null) == lastBlocked
                && session.name().equals(lastName)) {
            return;
        }
        lastSession = session;
        lastDatabase = session.database();
        lastProtocol = session.protocol();
        lastBlocked = session.blocked() != null;
        lastName = session.name();
        out.putByte(CONTEXT);
        contextAt = out.size();
        SessionCodec.write(out, session);
    }

    /** Sends what was added; when the node cannot be reached all of it is to be run again. */
    void flush() {
        Packer out = message;
        if (out == null) {
            return;
        }
        message = null;
        SentBatch sent = batch;
        batch = new SentBatch();
        out.putIntAt(ERA_AT, era);
        sent.sent(out.array());
        bytesAway += sent.bytes();
        unanswered.put(batches, sent);
        batches++;
        if (!outgoing.send(node, out.array(), out.size())) {
            broken = true;
            end(batches - 1, sent);
            for (int i = 0; i < sent.count(); i++) {
                sent.answer(i);
                sent.rerun(sent.item(i));
            }
        }
    }

    /** The requests that did not leave are back with their connections: the lane may be tried again. */
    void mend() {
        broken = false;
    }

    boolean isBroken() {
        return broken;
    }

    /** The batch whose requests are answered, or null when it is not awaited any more. */
    @Nullable
    SentBatch unanswered(long number) {
        return unanswered.get(number);
    }

    /** Some requests of a batch were answered. */
    void answered(long number, SentBatch sent) {
        if (sent.isAnswered()) {
            end(number, sent);
        }
    }

    private void end(long number, SentBatch sent) {
        unanswered.remove(number);
        bytesAway -= sent.bytes();
        requestsAway -= sent.count();
    }

    /** A request of this era was refused. */
    void refused(int refusedEra) {
        if (refusedEra == era) {
            era++;
        }
    }

    /** Everything that is not answered yet; the lane forgets it. */
    List<SentBatch> abandon() {
        List<SentBatch> left = new ArrayList<>();
        unanswered.keySet().stream().sorted().forEach(number -> left.add(unanswered.get(number)));
        unanswered.clear();
        bytesAway = 0;
        requestsAway = 0;
        return left;
    }
}
