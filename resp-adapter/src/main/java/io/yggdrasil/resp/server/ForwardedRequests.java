package io.yggdrasil.resp.server;

import io.yggdrasil.resp.command.DeferredReply;
import io.yggdrasil.resp.dispatch.AckCounter;
import io.yggdrasil.resp.dispatch.CommandExecutor;
import io.yggdrasil.resp.dispatch.Outcome;
import io.yggdrasil.resp.dispatch.RemoteExecution;
import io.yggdrasil.resp.dispatch.RemoteExecution.ReplySlot;
import io.yggdrasil.resp.grid.GridKeyspaces;
import io.yggdrasil.resp.session.Session;
import io.yggdrasil.resp.wire.ReplyWriter;
import io.yggdrasil.resp.wire.Request;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The requests of one connection that other nodes run, in the order in which the client sent them.
 *
 * <p>A request that comes back without having run (the owner changed) is run again here. So that the client's requests
 * keep their order for each key: while any is away, others are routed in the same epoch of ownership only; and once one
 * has come back, none is read until all that were away are answered or back, and those that are back have been run in
 * their turn.
 *
 * <p>Threads: the connection's event loop, but for the methods of a slot, which change to it.
 */
final class ForwardedRequests {
    private static final int RERUN_MILLIS = 1;

    private final Connection connection;
    private final LateReplies replies;
    private final Holds holds;
    private final LoopContext loop;
    private final long settleTimeoutNanos;
    private final ArrayDeque<Forwarded> requests = new ArrayDeque<>();
    private long epoch = GridKeyspaces.ANY_EPOCH;
    private int away;
    private boolean rerunning;
    private boolean scheduled;
    private boolean drainAwaited;

    /** Whether those behind the request that was sent last must wait for it. */
    private boolean holdsOthers;

    ForwardedRequests(
            Connection connection, LateReplies replies, Holds holds, LoopContext loop, long settleTimeoutMillis) {
        this.connection = connection;
        this.replies = replies;
        this.holds = holds;
        this.loop = loop;
        this.settleTimeoutNanos = TimeUnit.MILLISECONDS.toNanos(settleTimeoutMillis);
    }

    /** The one epoch in which further requests may be routed, or {@link GridKeyspaces#ANY_EPOCH}. */
    long epoch() {
        return away == 0 ? GridKeyspaces.ANY_EPOCH : epoch;
    }

    /** Whether a request is away. */
    boolean anyAway() {
        return away > 0;
    }

    /** Holds the connection until no request is away any more; one is. */
    void awaitDrain() {
        drainAwaited = true;
        holds.add(Holds.AWAY);
    }

    /** Lets the connection go on, unless requests that are away still come first. */
    private void resume() {
        holds.end(rerunning || drainAwaited ? 0 : Holds.AWAY);
    }

    /** A request goes away, routed in {@code routeEpoch}; its reply belongs to {@code place}. */
    ReplySlot add(OutputBatch.Place place, boolean silent, boolean holdsClient) {
        Forwarded forwarded = new Forwarded(place, silent, holdsClient);
        requests.add(forwarded);
        away++;
        return forwarded;
    }

    /** The epoch in which the request that was just added was routed. */
    void routedAt(long routeEpoch) {
        epoch = routeEpoch;
    }

    /** The client is gone. */
    void clear() {
        requests.clear();
        away = 0;
        rerunning = false;
        drainAwaited = false;
    }

    private void onBack() {
        while (!requests.isEmpty() && requests.peek().done) {
            requests.remove();
        }
        if (away > 0) {
            return;
        }
        if (rerunning) {
            schedule();
        } else if (drainAwaited) {
            drainAwaited = false;
            resume();
        }
    }

    private void schedule() {
        if (!scheduled) {
            scheduled = true;
            connection.schedule(this::rerun, RERUN_MILLIS);
        }
    }

    /** Runs those that are back, in order; stops where one has to be waited for. */
    private void rerun() {
        scheduled = false;
        boolean all = true;
        for (Forwarded forwarded : requests.toArray(Forwarded[]::new)) {
            if (forwarded.again != null && !rerun(forwarded)) {
                all = false;
                break;
            }
        }
        loop.remote.flush();
        if (all) {
            rerunning = false;
            drainAwaited &= away > 0;
            resume();
        } else if (away == 0) {
            schedule();
        }
    }

    /** Returns false when those behind it must wait. */
    private boolean rerun(Forwarded forwarded) {
        Request request = forwarded.again;
        Session as = forwarded.as;
        if (request == null || as == null) {
            throw new IllegalStateException("request is not back");
        }
        CommandExecutor executor = loop.executor;
        executor.onlyAt(epoch());
        Outcome outcome = executor.execute(request, as, () -> forwarded.leave(DeferredForward::new));
        switch (outcome) {
            case REPLIED -> {
                byte[] reply =
                        Arrays.copyOf(executor.reply().array(), executor.reply().size());
                forwarded.leave(slot -> slot);
                if (executor.hasAcks()) {
                    AckCounter.await(executor.takeAcks(), error -> forwarded.complete(error == null ? reply : error));
                } else {
                    forwarded.complete(reply);
                }
            }
            case DEFERRED -> {}
            case REMOTE -> {
                RemoteExecution.ReplySlots slots = holds -> {
                    holdsOthers = holds;
                    return forwarded.leave(slot -> slot);
                };
                if (!loop.remote.forward(executor.remoteNode(), executor.command(), request, as, slots)) {
                    return forwarded.expire();
                }
                epoch = executor.routeEpoch();
            }
            case SPANNING -> {
                if (away > 0) {
                    return false;
                }
                if (!loop.remote.span(executor.command(), request, as, holdsClient -> forwarded.leave(slot -> slot))) {
                    return forwarded.expire();
                }
            }
            case RETRY, PAUSED -> {
                return forwarded.expire();
            }
        }
        executor.reply().clear();
        return outcome == Outcome.REPLIED || outcome == Outcome.REMOTE && !holdsOthers;
    }

    /** One request that is away or back. */
    private final class Forwarded implements ReplySlot {
        private final OutputBatch.Place place;
        private final boolean silent;
        private final boolean holdsClient;
        private @Nullable Request again;
        private @Nullable Session as;

        /** As whom it was run again: WATCH, and EXEC of a SELECT, have changed that and not yet the client's own session. */
        private @Nullable Session ranAs;

        private long backSinceNanos;
        private boolean done;

        Forwarded(OutputBatch.Place place, boolean silent, boolean holdsClient) {
            this.place = place;
            this.silent = silent;
            this.holdsClient = holdsClient;
        }

        /** It goes away again. */
        <T> T leave(Function<Forwarded, T> then) {
            again = null;
            as = null;
            away++;
            return then.apply(this);
        }

        /** Answers the request with an error when it could not be run for too long; else it is tried again soon. */
        boolean expire() {
            loop.executor.reply().clear();
            if (System.nanoTime() - backSinceNanos <= settleTimeoutNanos) {
                return false;
            }
            leave(slot -> slot);
            complete(Connection.unsettledReply());
            return true;
        }

        @Override
        public void complete(byte[] reply) {
            connection.onLoop(() -> {
                if (done || !connection.isOpen()) {
                    return;
                }
                done = true;
                away--;
                Session changed = ranAs;
                if (holdsClient && changed != null && changed.transaction() == null) {
                    connection.adopt(changed);
                }
                replies.fill(place, silent ? LateReplies.NO_REPLY : reply, holdsClient);
                onBack();
            });
        }

        @Override
        public void rerun(Request request, Session session) {
            connection.onLoop(() -> {
                if (done || again != null || !connection.isOpen()) {
                    return;
                }
                if (backSinceNanos == 0) {
                    backSinceNanos = System.nanoTime();
                }
                again = request;
                as = session;
                ranAs = session;
                rerunning = true;
                away--;
                holds.add(Holds.AWAY);
                onBack();
            });
        }

        @Override
        public void lose() {
            connection.onLoop(() -> {
                if (!done) {
                    connection.close(false);
                }
            });
        }
    }

    /** The reply of a request that was run again and then deferred. */
    private final class DeferredForward implements DeferredReply {
        private final Forwarded forwarded;

        DeferredForward(Forwarded forwarded) {
            this.forwarded = forwarded;
        }

        @Override
        public void complete(Consumer<ReplyWriter> writer) {
            connection.onLoop(() -> forwarded.complete(replies.render(writer)));
        }

        @Override
        public void onAbandoned(Runnable action) {
            connection.onLoop(() -> replies.abandoned(action));
        }
    }
}
