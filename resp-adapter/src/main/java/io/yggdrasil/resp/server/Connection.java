package io.yggdrasil.resp.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.yggdrasil.ignite.internals.Ack;
import io.yggdrasil.resp.command.Command;
import io.yggdrasil.resp.command.Waiting;
import io.yggdrasil.resp.dispatch.CommandExecutor;
import io.yggdrasil.resp.dispatch.Outcome;
import io.yggdrasil.resp.session.KeyTracking;
import io.yggdrasil.resp.session.Push;
import io.yggdrasil.resp.session.ReplyMode;
import io.yggdrasil.resp.session.Session;
import io.yggdrasil.resp.waiting.Waits;
import io.yggdrasil.resp.wire.ProtocolException;
import io.yggdrasil.resp.wire.Request;
import io.yggdrasil.resp.wire.RequestParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's connection: bytes in, requests run in order, replies out in order.
 *
 * <p>Input is parsed in the loop's scratch array; what is left of an unfinished request waits in the {@link InputBuffer}.
 * Replies gather in the loop's writer and leave through the {@link Output} at the end of the read, or earlier when they
 * are many. {@link LateReplies} that are not final (copies on other nodes, another owner, a deferred command) hold back
 * those behind them; see {@link OutputBatch}.
 *
 * <p>The connection runs nothing while {@link Holds} has a reason. It goes on reading then, so that it sees the client
 * leave, until much is waiting.
 *
 * <p>A client that closes its sending side gets the replies to all it has sent. One that is blocked (its deferred reply
 * wants to know when the client leaves) counts as gone, as in Redis: nothing must be given to a client that is not there.
 */
final class Connection extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

    /** Replies of one read are given to the socket when they reach this size. */
    private static final int REPLY_BYTES_GATHERED = 64 << 10;

    /** A held client is read from until this much waits. */
    private static final int HELD_INPUT_BYTES_MAX = 256 << 10;

    /** A part of a request up to this size is rather copied to the scratch array than its array grown. */
    private static final int PART_BYTES_COPIED = 16 << 10;

    /** Room for slices that a connection may keep between two requests. */
    private static final int SLICE_BYTES_KEPT = 1 << 10;

    private static final String UNSETTLED = "CLUSTERDOWN The owner of the key could not be determined in time";

    private final ConnectionSettings settings;
    private final LoopContext loop;
    private final Channel channel;
    private final SocketLink link;
    private final Session session;
    private final RequestParser parser;
    private final Request request = new Request();
    private final InputBuffer input;
    private final Output output;
    private final Holds holds;
    private final LateReplies late;
    private final ForwardedRequests forwarded;
    private boolean readingStopped;
    private boolean ended;
    private boolean finishing;
    private volatile boolean open = true;
    private @Nullable Future<?> lingerEnd;
    private int pendingBytes;

    // The run of requests that is open: where it begins, and its replies; whether it came to nothing.
    private int runFrom;
    private int runMark;
    private boolean undone;

    Connection(ConnectionSettings settings, LoopContext loop, Channel channel) {
        this.settings = settings;
        this.loop = loop;
        this.channel = channel;
        this.link = new SocketLink(this, channel, settings);
        this.session = new Session(settings.nextClientId(), link, System.currentTimeMillis());
        this.parser = new RequestParser(settings.limits(), this::isAuthenticated);
        this.input = new InputBuffer(request, settings.inputBudget(), settings::queryBufferBytesMax);
        this.output = new Output(channel, loop, settings, session.id());
        this.holds = new Holds(this, channel.eventLoop(), session, settings.settleTimeoutMillis());
        this.late = new LateReplies(this, session, loop, output, holds, settings.settleTimeoutMillis());
        this.forwarded = late.forwarded();
    }

    private boolean isAuthenticated() {
        return settings.listener().isAuthenticated(session);
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        if (InnerDoor.isInner(channel)) {
            session.becomeMaster();
            return;
        }
        String refusal = settings.listener().onOpen(session);
        if (refusal != null) {
            loop.reply.error(refusal);
            session.closeAfterReply();
            output.send(context);
            flush(context);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        open = false;
        link.refuse();
        session.closeAfterReply();
        settings.listener().onClose(session);
        late.onLeft();
        input.clear();
        output.clear();
        Future<?> linger = lingerEnd;
        if (linger != null) {
            linger.cancel(false);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (!(cause instanceof IOException)) {
            LOG.warn("Client {} is closed: {}", session.id(), cause.toString(), cause);
        }
        loop.reply.clear();
        context.close();
    }

    // Input.

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        loop.executor.onTraffic(bytes.readableBytes(), 0);
        try {
            if (!session.closing()) {
                receive(context, bytes);
            }
        } catch (InputRefusedException e) {
            refuse(e);
        } finally {
            bytes.release();
        }
        output.send(context);
    }

    private void receive(ChannelHandlerContext context, ByteBuf bytes) {
        int more = bytes.readableBytes();
        int left = input.length();
        int total = left + more;
        boolean completes = parser.bytesWanted() <= total && left <= PART_BYTES_COPIED;
        if (!holds.any() && completes && total <= loop.scratch.length) {
            input.moveTo(loop.scratch);
            bytes.readBytes(loop.scratch, left, more);
            processScratch(context, total);
        } else {
            input.append(bytes, parser.bytesWanted());
            if (!holds.any()) {
                processInput(context);
            } else if (input.length() > HELD_INPUT_BYTES_MAX) {
                readingStopped = true;
                channel.config().setAutoRead(false);
            }
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        loop.remote.flush();
        flush(context);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            ended = true;
            if (late.isLeavingAwaited()) {
                context.close();
                return;
            }
            flush(context);
            if (open && !finishing) {
                lingerEnd = channel.eventLoop()
                        .schedule(() -> channel.close(), settings.stallMillis(), TimeUnit.MILLISECONDS);
            }
        }
    }

    private void processScratch(ChannelHandlerContext context, int length) {
        int rest = process(context, loop.scratch, 0, length);
        if (rest < length) {
            input.keep(loop.scratch, rest, length, parser.bytesWanted());
        } else if (request.sliceBytes() > SLICE_BYTES_KEPT) {
            request.clear();
        }
    }

    private void processInput(ChannelHandlerContext context) {
        int rest = process(context, input.array(), input.start(), input.end());
        if (rest == input.end()) {
            request.clear();
        }
        input.consume(rest, parser.bytesWanted());
    }

    private void refuse(InputRefusedException e) {
        String message = String.valueOf(e.getMessage());
        LOG.info("Client {} is closed: its requests take too much memory. {}", session.id(), message);
        session.closeAfterReply();
        input.clear();
        if (message.isEmpty()) {
            channel.close();
        } else {
            loop.reply.error(message);
        }
    }

    /** Runs the requests in {@code [from, to)}; returns where the first byte stands that was not consumed. */
    private int process(ChannelHandlerContext context, byte[] bytes, int from, int to) {
        loop.busy = true;
        loop.executor.inTurn(true);
        try {
            int at = runAll(context, bytes, from, to, session.replyMode() == ReplyMode.ON);
            while (!endRun()) {
                undone = false;
                at = runAll(context, bytes, runFrom, to, false);
            }
            return session.closing() ? to : at;
        } finally {
            pendingBytes = 0;
            loop.executor.inTurn(false);
            loop.busy = false;
        }
    }

    private int runAll(ChannelHandlerContext context, byte[] bytes, int from, int to, boolean inRuns) {
        int at = from;
        try {
            while (at < to && !holds.any() && !session.closing()) {
                if (!parser.parse(bytes, at, to, request)) {
                    return at;
                }
                pendingBytes = to - at;
                int next = at + parser.position();
                boolean followed = inRuns && request.isFollowedByLike(bytes, at, next, to);
                if (request.count() > 0 && !run(at, followed)) {
                    return at;
                }
                at = next;
                boolean relieves = loop.reply.size() > REPLY_BYTES_GATHERED;
                if ((relieves || !followed) && !endRun()) {
                    return at;
                }
                if (relieves) {
                    relieve(context);
                }
            }
        } catch (ProtocolException e) {
            if (endRun()) {
                if (session.replyMode() == ReplyMode.ON) {
                    loop.reply.error(e.error());
                }
                session.closeAfterReply();
            }
        }
        return at;
    }

    /** Has the run of requests, if there is one, stored; false when its requests are to be run again, one by one. */
    private boolean endRun() {
        CommandExecutor executor = loop.executor;
        if (executor.isInRun()) {
            undone = !executor.endRun();
            List<Ack> acks = executor.takeAcks();
            if (!undone && !acks.isEmpty()) {
                late.await(acks, runMark, loop.reply.size());
            }
        }
        return !undone;
    }

    /** Gives the socket what there is, in the middle of a read. */
    private void relieve(ChannelHandlerContext context) {
        output.send(context);
        output.flush(context);
        if (output.isOver()) {
            holds.add(Holds.CHOKED);
        }
    }

    /**
     * Runs the parsed request; false when it must be run again later.
     *
     * @param at where it begins
     * @param followed whether one comes after it that may share a run with it
     */
    private boolean run(int at, boolean followed) {
        CommandExecutor executor = loop.executor;
        if (link.hasPushes()) {
            if (!endRun()) {
                return false;
            }
            gatherPushes();
        }
        int mark = loop.reply.size();
        executor.onlyAt(forwarded.epoch());
        executor.isFollowed(followed);
        boolean joins = executor.isInRun();
        Outcome outcome = executor.execute(request, session, late);
        if (outcome == Outcome.APART) {
            if (!endRun()) {
                return false;
            }
            joins = false;
            outcome = executor.execute(request, session, late);
        }
        if (executor.isInRun() && !joins) {
            runFrom = at;
            runMark = mark;
        }
        if (holds.any() && outcome != Outcome.DEFERRED) {
            late.takeBackDefer();
        }
        if (outcome == Outcome.REPLIED || outcome == Outcome.REMOTE || outcome == Outcome.SPANNING) {
            long waitMillis =
                    outcome == Outcome.REPLIED ? executor.waitMillis(request, mark) : executor.waitMillis(request);
            if (waitMillis != Waiting.NOT_AT_ALL && loop.waits != null) {
                return waitFor(loop.waits, outcome, waitMillis, mark);
            }
        }
        switch (outcome) {
            case REPLIED -> {
                if (session.replyMode() != ReplyMode.ON) {
                    applyReplyMode(mark);
                }
                if (executor.hasAcks()) {
                    late.await(executor.takeAcks(), mark, loop.reply.size());
                }
            }
            case DEFERRED -> {}
            case REMOTE -> {
                if (!forward(executor)) {
                    return retryLater();
                }
            }
            case SPANNING -> {
                if (forwarded.anyAway()) {
                    forwarded.awaitDrain();
                    return false;
                }
                if (!loop.remote.span(executor.command(), request, session, late)) {
                    return retryLater();
                }
            }
            case RETRY -> {
                return retryLater();
            }
            case PAUSED -> {
                holds.pause(executor);
                return false;
            }
            case APART -> throw new IllegalStateException("no run is open");
        }
        holds.onRun();
        KeyTracking tracking = session.tracking();
        if (tracking != null) {
            executor.endCaching(session, tracking);
        }
        return true;
    }

    /** Has the client wait for keys; false when what is away comes first. */
    private boolean waitFor(Waits waits, Outcome outcome, long millis, int mark) {
        if (outcome != Outcome.REPLIED && forwarded.anyAway()) {
            forwarded.awaitDrain();
            return false;
        }
        loop.reply.truncate(mark);
        Command command = loop.executor.command();
        waits.begin(loop, session, request.copy(), command, outcome, late.defer(), millis);
        holds.onRun();
        return true;
    }

    private boolean forward(CommandExecutor executor) {
        boolean taken = loop.remote.forward(executor.remoteNode(), executor.command(), request, session, late);
        if (taken) {
            forwarded.routedAt(executor.routeEpoch());
        }
        return taken;
    }

    private void applyReplyMode(int mark) {
        ReplyMode mode = session.replyMode();
        if (mode == ReplyMode.SKIP_NEXT) {
            session.replyMode(ReplyMode.SKIP_THIS);
        } else if (mode == ReplyMode.SKIP_THIS) {
            session.replyMode(ReplyMode.ON);
        }
        if (!session.takeReplyPushed()) {
            loop.reply.truncate(mark);
        }
    }

    /** True when it was tried for so long that the request is answered with an error. */
    private boolean retryLater() {
        if (holds.retry(loop.executor)) {
            return false;
        }
        loop.reply.error(UNSETTLED);
        return true;
    }

    /** Takes over what a request has changed that was run as another session; the client was held since it was sent. */
    void adopt(Session changed) {
        session.database(changed.database());
        changed.watched().forEach(session::watch);
    }

    // Going on.

    /** Nothing holds the connection any more: what has waited meanwhile is run. */
    void proceed() {
        ChannelHandlerContext context = context();
        if (open && context != null) {
            proceed(context);
        }
    }

    private @Nullable ChannelHandlerContext context() {
        return channel.pipeline().context(this);
    }

    private void proceed(ChannelHandlerContext context) {
        try {
            deliver(context);
            if (input.length() > 0) {
                try {
                    processInput(context);
                } catch (InputRefusedException e) {
                    refuse(e);
                }
                output.send(context);
                loop.remote.flush();
            }
            flush(context);
            // What is left without a hold is the beginning of a request, however large, whose rest must be read.
            if (readingStopped && (!holds.any() || input.length() <= HELD_INPUT_BYTES_MAX)) {
                readingStopped = false;
                channel.config().setAutoRead(true);
            }
        } catch (RuntimeException | Error e) {
            exceptionCaught(context, e);
        }
    }

    boolean isOpen() {
        return open;
    }

    /** Closes the connection of a client that sends no more. */
    void closeIfEnded() {
        if (ended) {
            channel.close();
        }
    }

    /** Ends the wait for CLIENT PAUSE; on the loop. */
    void endPauseNow() {
        holds.endPauseNow();
    }

    void schedule(Runnable task, int delayMillis) {
        channel.eventLoop().schedule(task, delayMillis, TimeUnit.MILLISECONDS);
    }

    static byte[] unsettledReply() {
        return ("-" + UNSETTLED + "\r\n").getBytes(StandardCharsets.UTF_8);
    }

    /** Runs the task now if this is the loop and no connection of it is running requests, else in the loop's next turn. */
    void onLoop(Runnable task) {
        if (channel.eventLoop().inEventLoop() && !loop.busy) {
            task.run();
        } else {
            channel.eventLoop().execute(task);
        }
    }

    // Output.

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (channel.isWritable() && !loop.busy) {
            flush(context);
        }
    }

    /** Gives the socket what it takes; then the client is held, let go, or finished with, as that leaves it. */
    private void flush(ChannelHandlerContext context) {
        output.flush(context);
        if (session.tracking() != null && !forwarded.anyAway() && !holds.has(~Holds.CHOKED)) {
            loop.executor.settle(session);
        }
        if (output.isOver()) {
            holds.add(Holds.CHOKED);
        } else if (holds.has(Holds.CHOKED)) {
            holds.end(Holds.CHOKED);
        }
        if (ended && !holds.any()) {
            session.closeAfterReply();
        }
        if (session.closing() && output.isEmpty() && !finishing) {
            finishing = true;
            context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        }
    }

    /** Sends what has become final; on the loop. */
    void flush() {
        ChannelHandlerContext context = context();
        if (context != null) {
            flush(context);
        }
    }

    /** Sends the pushes that wait; on the loop, between the runs of requests. */
    void deliver() {
        ChannelHandlerContext context = context();
        if (open && context != null && deliver(context)) {
            flush(context);
        }
    }

    /**
     * While another thread runs a command of the client, which may change its subscriptions, pushes wait. They do not
     * wait for a command that is blocked: they go before its reply.
     */
    private boolean deliver(ChannelHandlerContext context) {
        boolean blocked = session.blocked() != null && holds.has(Holds.DEFERRED | Holds.FORWARDED);
        if (!link.hasPushes() || (!blocked && holds.has(Holds.DEFERRED | Holds.FORWARDED))) {
            return false;
        }
        Push push = link.nextPush();
        while (push != null && open) {
            byte[] bytes = push.bytes(session.protocol());
            if (bytes != null) {
                output.push(context, bytes, blocked);
            }
            push = link.nextPush();
        }
        return true;
    }

    /** Puts the pushes that wait before the reply of the request that is about to run. */
    private void gatherPushes() {
        Push push = link.nextPush();
        while (push != null) {
            byte[] bytes = push.bytes(session.protocol());
            if (bytes != null) {
                loop.reply.raw(bytes);
            }
            push = link.nextPush();
        }
    }

    /** Closes the connection, by any thread; first its replies are sent when {@code afterFlush} and it waits for none. */
    void close(boolean afterFlush) {
        onLoop(() -> {
            session.closeAfterReply();
            ChannelHandlerContext context = context();
            if (afterFlush && context != null && !late.isLeavingAwaited()) {
                flush(context);
            } else {
                channel.close();
            }
        });
    }

    /** Bytes of replies that wait for the client; for any thread. */
    long outputBytes() {
        return output.bytes();
    }

    /** Bytes of requests that wait to be run; for any thread. */
    long inputBytes() {
        return Math.max(pendingBytes, input.length());
    }
}
