package io.yggdrasil.resp.cluster;

import io.yggdrasil.resp.command.DeferredReply;
import io.yggdrasil.resp.command.RedisException;
import io.yggdrasil.resp.dispatch.AckCounter;
import io.yggdrasil.resp.dispatch.CommandExecutor;
import io.yggdrasil.resp.dispatch.Outcome;
import io.yggdrasil.resp.session.Session;
import io.yggdrasil.resp.wire.ReplyWriter;
import io.yggdrasil.resp.wire.Request;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread that runs requests of other nodes. A lane always has the same worker, so its requests keep their order.
 *
 * <p>Its queue is bounded by the windows of the lanes that feed it: a node sends no more than {@link Lane} allows.
 */
final class InboundWorker extends Thread {
    private static final Logger LOG = LoggerFactory.getLogger(InboundWorker.class);
    private static final byte[] REFUSED = {InboundBatch.REFUSED};
    private static final byte[] INTERNAL_ERROR = "-ERR internal error\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] EXEC = {'E', 'X', 'E', 'C'};

    private final LinkedBlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
    private final CommandExecutor executor;
    private final Lane.Outgoing outgoing;
    private final AtomicInteger unanswered;
    private final Map<LaneKey, Integer> refusedEras = new HashMap<>();
    private final Request request = new Request();

    /** A lane of another node. */
    private record LaneKey(UUID node, int lane) {}

    /** Makes the thread; {@code unanswered} counts the batches that it has not answered. */
    InboundWorker(String name, CommandExecutor executor, Lane.Outgoing outgoing, AtomicInteger unanswered) {
        super(name);
        setDaemon(true);
        this.executor = executor;
        this.outgoing = outgoing;
        this.unanswered = unanswered;
    }

    /** Runs the batch after those that came before it. */
    void accept(UUID from, byte[] message) {
        unanswered.incrementAndGet();
        tasks.add(() -> run(from, message));
    }

    /** Runs a task after what came before it. */
    void execute(Runnable task) {
        tasks.add(task);
    }

    /** Forgets the lanes of a node that left. */
    void forget(UUID node) {
        tasks.add(() -> refusedEras.keySet().removeIf(key -> key.node.equals(node)));
    }

    @Override
    public void run() {
        while (!isInterrupted()) {
            try {
                tasks.take().run();
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException | Error e) {
                LOG.error("Requests of another node failed", e);
            }
        }
    }

    private void run(UUID from, byte[] message) {
        Unpacker in = new Unpacker(message, 1);
        int lane = in.getInt();
        int era = in.getInt();
        InboundBatch batch = new InboundBatch(from, lane, era, in.getLong(), outgoing, unanswered);
        LaneKey key = new LaneKey(from, lane);
        boolean refused = refusedEras.getOrDefault(key, -1) >= era;
        Session session = null;
        while (in.hasMore()) {
            int kind = in.getByte();
            if (kind == Lane.CONTEXT) {
                session = SessionCodec.read(in, addresses -> new RemoteLink(addresses[0], addresses[1]));
                continue;
            }
            if (session == null) {
                throw new IllegalArgumentException("a request came before its client");
            }
            Request next = request;
            if (kind == Lane.EXEC) {
                SessionCodec.readTransaction(in, session);
                next = Request.of(EXEC);
            } else {
                in.getRequest(request);
            }
            int index = batch.begin();
            refused = refused || !runSafely(batch, index, next, session, kind == Lane.LAST);
            if (refused) {
                refusedEras.put(key, era);
                batch.complete(index, REFUSED);
                session.transaction(null);
                session.unwatch();
            }
        }
        batch.end();
    }

    private boolean runSafely(InboundBatch batch, int index, Request next, Session session, boolean isLast) {
        try {
            return run(batch, index, next, session, isLast);
        } catch (RuntimeException | Error e) {
            LOG.error("A request of another node failed", e);
            batch.complete(index, withKind(InboundBatch.REPLY, INTERNAL_ERROR, INTERNAL_ERROR.length));
            return true;
        }
    }

    /** Returns false when the request cannot run here now: it had no effect. */
    private boolean run(InboundBatch batch, int index, Request next, Session session, boolean isLast) {
        int database = session.database();
        ReplyWriter reply = executor.reply();
        reply.clear();
        // What the same client has sent behind it is not to overtake it.
        Outcome outcome = executor.execute(next, session, isLast ? () -> defer(batch, index, session) : null);
        switch (outcome) {
            case REPLIED -> {
                byte[] answer = answer(session, database, reply);
                if (executor.hasAcks()) {
                    AckCounter.await(
                            executor.takeAcks(),
                            error -> batch.complete(
                                    index, error == null ? answer : withKind(InboundBatch.REPLY, error, error.length)));
                } else {
                    batch.complete(index, answer);
                }
                return true;
            }
            case DEFERRED -> {
                batch.detach();
                return true;
            }
            default -> {
                return false;
            }
        }
    }

    private static byte[] answer(Session session, int database, ReplyWriter reply) {
        if (session.database() == database && session.watchedCount() == 0) {
            return withKind(InboundBatch.REPLY, reply.array(), reply.size());
        }
        Packer out = new Packer(64 + reply.size());
        out.putByte(InboundBatch.CHANGED);
        out.putByte(session.database());
        SessionCodec.writeWatched(out, session.watched());
        out.putBytes(reply.array(), 0, reply.size());
        session.unwatch();
        return out.toBytes();
    }

    private static byte[] withKind(byte kind, byte[] reply, int length) {
        Packer out = new Packer(1 + 4 + length);
        out.putByte(kind);
        out.putBytes(reply, 0, length);
        return out.array();
    }

    private static DeferredReply defer(InboundBatch batch, int index, Session session) {
        return new DeferredReply() {
            @Override
            public void complete(Consumer<ReplyWriter> writer) {
                ReplyWriter out = new ReplyWriter();
                out.version(session.protocol());
                try {
                    writer.accept(out);
                } catch (RedisException e) {
                    out.clear();
                    out.error(String.valueOf(e.getMessage()));
                }
                batch.completeAlone(
                        index, withKind(InboundBatch.REPLY, Arrays.copyOf(out.array(), out.size()), out.size()));
            }

            @Override
            public void onAbandoned(Runnable action) {
                // The client's node drops the reply when the client is gone by then.
            }
        };
    }
}
