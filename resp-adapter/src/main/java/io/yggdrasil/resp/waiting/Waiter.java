package io.yggdrasil.resp.waiting;

import io.yggdrasil.ignite.internals.Ack;
import io.yggdrasil.resp.command.Command;
import io.yggdrasil.resp.command.DeferredReply;
import io.yggdrasil.resp.command.Waiting;
import io.yggdrasil.resp.dispatch.AckCounter;
import io.yggdrasil.resp.dispatch.CommandExecutor;
import io.yggdrasil.resp.dispatch.Outcome;
import io.yggdrasil.resp.dispatch.RemoteExecution.ReplySlot;
import io.yggdrasil.resp.grid.GridKeyspaces;
import io.yggdrasil.resp.session.Blocked;
import io.yggdrasil.resp.session.Session;
import io.yggdrasil.resp.wire.ReplyWriter;
import io.yggdrasil.resp.wire.Request;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * A client that waits, and its request, which is run whenever there may be something for it: that is a <em>look</em>. There
 * is at most one look at a time. It takes nothing for a client that has left, been unblocked or run out of time before.
 *
 * <p>Threads: any; what is guarded by this object says so, the rest belongs to the client's event loop. Nothing that runs
 * code of others is called with this object locked, but the executor of a look on a writer's thread.
 */
final class Waiter implements Blocked {
    private static final int RETRY_MILLIS = 5;
    private static final int PAUSED_MILLIS = 20;
    private static final int UNSETTLED_MILLIS = 50;

    /** No client waits longer, and nothing overflows. */
    private static final long TIMEOUT_MILLIS_MAX = 1L << 40;

    private final Waits waits;
    private final ClientLoop loop;
    private final Session session;
    private final Command command;
    private final DeferredReply place;
    private final long number;
    private final long sinceMillis = System.currentTimeMillis();

    private volatile Request request;

    /** What is to be asked before the request; null: nothing, or no more. */
    private volatile @Nullable Request question;

    /** Whether the reply is decided. Guarded by this. */
    private boolean over;

    /** Whether a look is under way. Guarded by this. */
    private boolean looking;

    /** Whether there may be something new since that look began. Guarded by this. */
    private boolean again;

    /** The reply that ends the wait if the look finds nothing. Guarded by this. */
    private byte @Nullable [] ending;

    /** Where it is queued up; null when it is not. */
    private @Nullable Enrolled enrolled;

    /** The last offer of each other owner. */
    private final Map<UUID, Long> offers = new HashMap<>();

    private boolean queued;
    private @Nullable Future<?> timeOut;

    /** The owners of the keys, and the ticket for those of this node. */
    record Enrolled(Placement placement, @Nullable LocalTicket ticket) {}

    Waiter(
            Waits waits,
            ClientLoop loop,
            Session session,
            Request request,
            Command command,
            DeferredReply place,
            long number) {
        this.waits = waits;
        this.loop = loop;
        this.session = session;
        this.request = request;
        this.command = command;
        this.place = place;
        this.number = number;
    }

    long number() {
        return number;
    }

    long sinceMillis() {
        return sinceMillis;
    }

    /** Whether it was queued up before, elsewhere. */
    boolean wasQueued() {
        return queued;
    }

    ClientLoop loop() {
        return loop;
    }

    Request request() {
        return request;
    }

    Command command() {
        return command;
    }

    int database() {
        return session.database();
    }

    Waiting waiting() {
        return Objects.requireNonNull(command.waiting());
    }

    // The beginning, on the loop.

    /** Begins to wait; {@code outcome} is what became of the request, which was just passed to the loop's executor. */
    void begin(Outcome outcome, long timeoutMillis) {
        if (timeoutMillis > 0) {
            timeOut = loop.schedule(() -> unblock(nothing()), Math.min(timeoutMillis, TIMEOUT_MILLIS_MAX));
        }
        place.onAbandoned(this::abandon);
        Waiting.Anchor anchor = waiting().anchor();
        question = anchor == null ? null : anchor.question(request);
        if (question != null) {
            looking = true;
            loop.execute(this::lookAgain);
        } else if (outcome == Outcome.REPLIED) {
            goOn();
        } else {
            looking = true;
            pass(outcome);
        }
    }

    private byte[] nothing() {
        ReplyWriter reply = new ReplyWriter();
        reply.version(session.protocol());
        reply.nullArray();
        return bytesOf(reply);
    }

    /** There was nothing: queues up, or lets those behind have their turn. */
    private void goOn() {
        synchronized (this) {
            if (over) {
                return;
            }
            session.blocked(this);
        }
        Enrolled places = enrolled;
        if (places == null) {
            enrol();
        } else {
            waits.decline(this, places, offers);
        }
    }

    private void enrol() {
        if (isOver() || enrolled != null) {
            return;
        }
        enrolled = waits.enrol(this);
        queued |= enrolled != null;
        if (enrolled == null) {
            loop.schedule(this::enrol, RETRY_MILLIS);
        }
    }

    private synchronized boolean isOver() {
        return over;
    }

    // Looks.

    /** Another node has something for it, on the loop. */
    void onOffer(UUID owner, long offer) {
        offers.merge(owner, offer, Math::max);
        if (beginLook()) {
            look();
        }
    }

    /** Queues up where its keys are now, if they have moved; on the loop. */
    void recheck() {
        Enrolled places = enrolled;
        if (places == null || isOver()) {
            return;
        }
        Placement now = waits.placement(this);
        if (now == null) {
            loop.schedule(this::recheck, UNSETTLED_MILLIS);
            if (waits.isSettled(this) && beginLook()) {
                look(); // The keys have no owner any more: the client is told.
            }
        } else if (!now.equals(places.placement())) {
            leave();
            enrol();
            if (loop.executor().isClusterMode() && beginLook()) {
                look(); // The client is sent to the new owner.
            }
        }
    }

    private synchronized boolean beginLook() {
        if (over) {
            return false;
        }
        again |= looking;
        boolean begins = !looking;
        looking = true;
        return begins;
    }

    /** A key of this node may have something; called by who wrote it, with the queue locked. */
    synchronized Ticket.Offer offer(KeyServer server) {
        if (over) {
            return Ticket.Offer.DONE;
        }
        if (looking) {
            again = true;
            return Ticket.Offer.OPEN;
        }
        CommandExecutor executor = server.executor();
        executor.reply().clear();
        switch (executor.execute(request, session, null)) {
            case REPLIED -> {
                byte[] reply = bytesOf(executor.reply());
                if (!ReplyWriter.isNull(reply)) {
                    finish(reply, executor.takeAcks());
                }
                return Ticket.Offer.DONE;
            }
            case REMOTE, SPANNING -> {
                looking = true;
                loop.execute(this::look);
                return Ticket.Offer.OPEN;
            }
            default -> {
                return Ticket.Offer.LATER;
            }
        }
    }

    /** Looks, on the loop. */
    private void look() {
        CommandExecutor executor = loop.executor();
        executor.onlyAt(GridKeyspaces.ANY_EPOCH);
        pass(executor.execute(asked(), session, null));
        loop.remote().flush();
    }

    private Request asked() {
        Request first = question;
        return first == null ? request : first;
    }

    /** Goes on with a look that the loop's executor has begun. */
    private void pass(Outcome outcome) {
        CommandExecutor executor = loop.executor();
        switch (outcome) {
            case REPLIED -> {
                byte[] reply = bytesOf(executor.reply());
                executor.reply().clear();
                onLooked(reply, executor.takeAcks());
            }
            case REMOTE -> {
                if (!loop.remote().forward(executor.remoteNode(), command, asked(), session, holds -> new Look())) {
                    lookLater(RETRY_MILLIS);
                }
            }
            case SPANNING -> {
                if (!loop.remote().span(command, asked(), session, holds -> new Look())) {
                    lookLater(RETRY_MILLIS);
                }
            }
            case PAUSED -> {
                Enrolled places = enrolled;
                if (places != null) {
                    waits.decline(this, places, offers);
                }
                lookLater(PAUSED_MILLIS);
            }
            case RETRY, DEFERRED -> lookLater(RETRY_MILLIS);
        }
    }

    private static byte[] bytesOf(ReplyWriter reply) {
        return Arrays.copyOf(reply.array(), reply.size());
    }

    private void lookLater(int millis) {
        loop.schedule(this::lookAgain, millis);
    }

    private void lookAgain() {
        synchronized (this) {
            byte[] end = ending;
            if (!over && end != null) {
                finishUnserved(end);
            }
            if (over) {
                return;
            }
        }
        look();
    }

    /** A look has ended. */
    private synchronized void onLooked(byte[] reply, List<Ack> acks) {
        if (over) {
            return;
        }
        byte[] end = ending;
        Waiting.Anchor anchor = waiting().anchor();
        if (question != null && anchor != null && end == null && reply[0] == '*') {
            request = anchor.anchored(request, reply);
            question = null;
            loop.execute(this::lookAgain);
        } else if (question == null && !ReplyWriter.isNull(reply)) {
            finish(reply, acks);
        } else if (question != null && reply[0] == '-') {
            finish(reply, List.of()); // There is a mistake in the request, however short its wait was.
        } else if (end != null) {
            finishUnserved(end);
        } else if (again) {
            again = false;
            loop.execute(this::lookAgain);
        } else {
            looking = false;
            loop.execute(this::goOn);
        }
    }

    /** A look on other nodes. */
    private final class Look implements ReplySlot {
        @Override
        public void complete(byte[] reply) {
            onLooked(reply, List.of());
        }

        @Override
        public void rerun(Request same, Session as) {
            loop.execute(() -> lookLater(RETRY_MILLIS));
        }

        @Override
        public void lose() {
            if (question != null || command.isReadOnly()) {
                loop.execute(() -> lookLater(RETRY_MILLIS));
            } else {
                session.link().close(false); // Something may have been taken for this client.
            }
        }
    }

    // The end.

    @Override
    public boolean unblock(boolean withError) {
        if (!withError) {
            return unblock(nothing());
        }
        ReplyWriter reply = new ReplyWriter();
        reply.error("UNBLOCKED client unblocked via CLIENT UNBLOCK");
        return unblock(bytesOf(reply));
    }

    private synchronized boolean unblock(byte[] reply) {
        if (over || ending != null) {
            return false;
        }
        if (looking) {
            ending = reply;
        } else {
            finishUnserved(reply);
        }
        return true;
    }

    /** The client has left; on the loop. */
    private void abandon() {
        synchronized (this) {
            end();
        }
        leave();
    }

    /** Ends the wait, in which no look found anything, so none was counted as the command; with this object locked. */
    private void finishUnserved(byte[] reply) {
        loop.execute(() -> loop.executor().onUnserved(session, command, request, reply[0] == '-'));
        finish(reply, List.of());
    }

    /** Decides the reply; with this object locked. */
    private void finish(byte[] reply, List<Ack> acks) {
        end();
        if (acks.isEmpty()) {
            answer(reply);
        } else {
            AckCounter.await(acks, error -> answer(error == null ? reply : error));
        }
    }

    private void end() {
        over = true;
        session.blocked(null);
        Future<?> timer = timeOut;
        if (timer != null) {
            timer.cancel(false);
        }
    }

    private void answer(byte[] reply) {
        loop.execute(() -> {
            leave();
            place.complete(out -> out.raw(reply));
        });
    }

    /** Leaves its queues. */
    private void leave() {
        Enrolled places = enrolled;
        enrolled = null;
        offers.clear();
        if (places != null) {
            waits.leave(this, places);
        }
    }
}
