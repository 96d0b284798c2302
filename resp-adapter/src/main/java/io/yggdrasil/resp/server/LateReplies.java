package io.yggdrasil.resp.server;

import io.yggdrasil.ignite.internals.Ack;
import io.yggdrasil.resp.command.DeferredReplies;
import io.yggdrasil.resp.command.DeferredReply;
import io.yggdrasil.resp.command.RedisException;
import io.yggdrasil.resp.dispatch.AckCounter;
import io.yggdrasil.resp.dispatch.RemoteExecution.ReplySlot;
import io.yggdrasil.resp.dispatch.RemoteExecution.ReplySlots;
import io.yggdrasil.resp.session.ReplyMode;
import io.yggdrasil.resp.session.Session;
import io.yggdrasil.resp.wire.ReplyWriter;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The replies of one connection that come after their requests were run: those that commands defer (and by that block the
 * client), those that other nodes make, and those that wait for copies on other nodes. Each has its {@link
 * OutputBatch.Place} in the output, so that replies leave in order; some {@link Holds hold} the connection until they come.
 *
 * <p>A client that leaves before its deferred reply has come is given nothing: whoever deferred is told.
 *
 * <p>Threads: the connection's event loop, but for the methods of what is handed out, which change to it.
 */
final class LateReplies implements DeferredReplies, ReplySlots {
    /** The reply of a client that wants none. */
    static final byte[] NO_REPLY = {};

    private final Connection connection;
    private final Session session;
    private final LoopContext loop;
    private final Output output;
    private final Holds holds;
    private final ForwardedRequests forwarded;
    private @Nullable Runnable abandoned;

    LateReplies(
            Connection connection,
            Session session,
            LoopContext loop,
            Output output,
            Holds holds,
            long settleTimeoutMillis) {
        this.connection = connection;
        this.session = session;
        this.loop = loop;
        this.output = output;
        this.holds = holds;
        this.forwarded = new ForwardedRequests(connection, this, holds, loop, settleTimeoutMillis);
    }

    /** The requests that other nodes run. */
    ForwardedRequests forwarded() {
        return forwarded;
    }

    /** Whether somebody wants to know when the client leaves: it is blocked. */
    boolean isLeavingAwaited() {
        return abandoned != null;
    }

    /** The client is gone. */
    void onLeft() {
        Runnable action = abandoned;
        if (action != null) {
            action.run();
        }
        forwarded.clear();
    }

    @Override
    public DeferredReply defer() {
        OutputBatch.Place place = output.openLast();
        boolean silent = takeSilence();
        holds.add(Holds.DEFERRED);
        return new DeferredReply() {
            @Override
            public void complete(Consumer<ReplyWriter> writer) {
                connection.onLoop(() -> {
                    if (connection.isOpen() && output.close(place, silent ? NO_REPLY : render(writer))) {
                        abandoned = null;
                        flushAndEnd(Holds.DEFERRED);
                    }
                });
            }

            @Override
            public void onAbandoned(Runnable action) {
                connection.onLoop(() -> abandoned(action));
            }
        };
    }

    /** The command deferred its reply and failed then, or is to be run again. */
    void takeBackDefer() {
        output.dropLast();
        holds.takeBack(Holds.DEFERRED);
        abandoned = null;
    }

    @Override
    public ReplySlot reserve(boolean holdsClient) {
        int at = loop.reply.size();
        OutputBatch.Place place = holdsClient ? output.openLast() : output.open(at, at);
        boolean silent = takeSilence();
        if (holdsClient) {
            holds.add(Holds.FORWARDED);
        }
        return forwarded.add(place, silent, holdsClient);
    }

    /** Puts a reply into the place that was reserved for it; on the loop. */
    void fill(OutputBatch.Place place, byte[] reply, boolean heldClient) {
        output.close(place, reply);
        if (heldClient) {
            abandoned = null;
        }
        flushAndEnd(heldClient ? Holds.FORWARDED : 0);
    }

    /** Holds back the reply at {@code [start, end)} of the loop's writer until copies have what it acknowledges. */
    void await(List<Ack> acks, int start, int end) {
        OutputBatch.Place place = output.open(start, end);
        AckCounter.await(
                acks,
                error -> connection.onLoop(() -> {
                    if (connection.isOpen() && output.close(place, error)) {
                        flushAndEnd(0);
                    }
                }));
    }

    /** Sends what became final, then lets the client's next request run if {@code reason} was all that held it. */
    private void flushAndEnd(int reason) {
        connection.flush();
        if (reason != 0) {
            holds.end(reason);
        }
    }

    /** Runs the action when the client leaves, or now if it has left. One that has only ended its sending is closed. */
    void abandoned(Runnable action) {
        abandoned = action;
        if (!connection.isOpen()) {
            action.run();
        } else {
            connection.closeIfEnded();
        }
    }

    /** A reply as it is sent to this client. */
    byte[] render(Consumer<ReplyWriter> writer) {
        ReplyWriter out = new ReplyWriter();
        out.version(session.protocol());
        try {
            writer.accept(out);
        } catch (RedisException e) {
            out.clear();
            out.error(String.valueOf(e.getMessage()));
        }
        return Arrays.copyOf(out.array(), out.size());
    }

    /** Whether the client wants no reply to the running request, which comes later. */
    private boolean takeSilence() {
        ReplyMode mode = session.replyMode();
        if (mode == ReplyMode.SKIP_THIS) {
            session.replyMode(ReplyMode.ON);
        }
        return mode != ReplyMode.ON;
    }
}
