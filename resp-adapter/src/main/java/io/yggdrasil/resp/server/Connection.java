package io.yggdrasil.resp.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.unix.UnixChannel;
import io.yggdrasil.ignite.internals.Ack;
import io.yggdrasil.resp.command.DeferredReplies;
import io.yggdrasil.resp.command.DeferredReply;
import io.yggdrasil.resp.command.RedisException;
import io.yggdrasil.resp.dispatch.AckCounter;
import io.yggdrasil.resp.dispatch.CommandExecutor;
import io.yggdrasil.resp.dispatch.Outcome;
import io.yggdrasil.resp.dispatch.RemoteExecution.ReplySlot;
import io.yggdrasil.resp.dispatch.RemoteExecution.ReplySlots;
import io.yggdrasil.resp.session.ClientLink;
import io.yggdrasil.resp.session.ReplyMode;
import io.yggdrasil.resp.session.Session;
import io.yggdrasil.resp.wire.ProtocolException;
import io.yggdrasil.resp.wire.ReplyWriter;
import io.yggdrasil.resp.wire.Request;
import io.yggdrasil.resp.wire.RequestParser;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's connection: bytes in, requests run in order, replies out in order.
 *
 * <p>Input is parsed in the loop's scratch array; what is left of an unfinished request waits in the {@link InputBuffer}.
 * Replies gather in the loop's writer and leave through the {@link Output} at the end of the read, or earlier when they
 * are many. A reply that is not final (copies on other nodes, another owner, a deferred command) holds back those
 * behind it; see {@link OutputBatch}.
 *
 * <p>The connection runs nothing while it is held: by a deferred command, by unsettled ownership, by requests that are
 * away, or by a client that does not take its replies. It goes on reading then, so that it sees the client leave, until
 * much is waiting.
 *
 * <p>A client that closes its sending side gets the replies to all it has sent. One that is blocked (its deferred reply
 * wants to know when the client leaves) counts as gone, as in Redis: nothing must be given to a client that is not there.
 */
final class Connection extends ChannelInboundHandlerAdapter implements ClientLink, DeferredReplies, ReplySlots {
    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);
    private static final int RETRY_MILLIS = 1;
    private static final int RETRY_MILLIS_MAX = 20;

    /** Replies of one read are given to the socket when they reach this size. */
    private static final int REPLY_BYTES_GATHERED = 64 << 10;

    /** A held client is read from until this much waits. */
    private static final int HELD_INPUT_BYTES_MAX = 256 << 10;

    /** A part of a request up to this size is rather copied to the scratch array than its array grown. */
    private static final int PART_BYTES_COPIED = 16 << 10;

    /** Room for slices that a connection may keep between two requests. */
    private static final int SLICE_BYTES_KEPT = 1 << 10;

    /** The reply of a client that wants none. */
    static final byte[] NO_REPLY = {};

    private static final String UNSETTLED = "CLUSTERDOWN The owner of the key could not be determined in time";

    // What may hold a connection.
    private static final int DEFERRED = 1;
    private static final int AWAY = 2;
    private static final int FORWARDED = 4;
    private static final int RETRYING = 8;
    private static final int PAUSED = 16;
    private static final int CHOKED = 32;

    private final ConnectionSettings settings;
    private final LoopContext loop;
    private final Channel channel;
    private final Session session;
    private final RequestParser parser;
    private final Request request = new Request();
    private final InputBuffer input;
    private final Output output;
    private final ForwardedRequests forwarded;
    private final AtomicLong pushedBytes = new AtomicLong();
    private int holds;
    private boolean readingStopped;
    private boolean ended;
    private boolean finishing;
    private long retrySinceNanos;
    private volatile boolean open = true;
    private @Nullable Runnable abandoned;
    private @Nullable Future<?> pauseEnd;
    private @Nullable Future<?> lingerEnd;
    private int pendingBytes;

    Connection(ConnectionSettings settings, LoopContext loop, Channel channel) {
        this.settings = settings;
        this.loop = loop;
        this.channel = channel;
        this.session = new Session(settings.nextClientId(), this, System.currentTimeMillis());
        this.parser = new RequestParser(settings.limits(), this::isAuthenticated);
        this.input = new InputBuffer(request, settings.inputBudget(), settings::queryBufferBytesMax);
        this.output = new Output(channel, loop, settings, session.id());
        this.forwarded = new ForwardedRequests(this, loop, settings.settleTimeoutMillis());
    }

    private boolean isAuthenticated() {
        return settings.listener().isAuthenticated(session);
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
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
        session.closeAfterReply();
        settings.listener().onClose(session);
        Runnable action = abandoned;
        if (action != null) {
            action.run();
        }
        input.clear();
        output.clear();
        forwarded.clear();
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
        if (holds == 0 && completes && total <= loop.scratch.length) {
            input.moveTo(loop.scratch);
            bytes.readBytes(loop.scratch, left, more);
            processScratch(context, total);
        } else {
            input.append(bytes, parser.bytesWanted());
            if (holds == 0) {
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
            if (abandoned != null) {
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
        int at = from;
        loop.busy = true;
        try {
            while (at < to && holds == 0 && !session.closing()) {
                if (!parser.parse(bytes, at, to, request)) {
                    return at;
                }
                pendingBytes = to - at;
                if (request.count() > 0 && !run()) {
                    return at;
                }
                at += parser.position();
                if (loop.reply.size() > REPLY_BYTES_GATHERED) {
                    relieve(context);
                }
            }
            return session.closing() ? to : at;
        } catch (ProtocolException e) {
            if (session.replyMode() == ReplyMode.ON) {
                loop.reply.error(e.error());
            }
            session.closeAfterReply();
            return to;
        } finally {
            pendingBytes = 0;
            loop.busy = false;
        }
    }

    /** Gives the socket what there is, in the middle of a read. */
    private void relieve(ChannelHandlerContext context) {
        output.send(context);
        output.flush(context);
        if (output.isOver()) {
            holds |= CHOKED;
        }
    }

    /** Runs the parsed request; false when it must be run again later. */
    private boolean run() {
        CommandExecutor executor = loop.executor;
        int mark = loop.reply.size();
        executor.onlyAt(forwarded.epoch());
        Outcome outcome = executor.execute(request, session, this);
        if (holds != 0 && outcome != Outcome.DEFERRED) {
            takeBackDefer();
        }
        switch (outcome) {
            case REPLIED -> {
                if (session.replyMode() != ReplyMode.ON) {
                    applyReplyMode(mark);
                }
                if (executor.hasAcks()) {
                    awaitAcks(executor.takeAcks(), mark, loop.reply.size());
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
                    hold();
                    return false;
                }
                if (!loop.remote.span(executor.command(), request, session, this)) {
                    return retryLater();
                }
            }
            case RETRY -> {
                return retryLater();
            }
            case PAUSED -> {
                waitForEndOfPause();
                return false;
            }
        }
        retrySinceNanos = 0;
        return true;
    }

    private boolean forward(CommandExecutor executor) {
        boolean taken = loop.remote.forward(executor.remoteNode(), executor.command(), request, session, this);
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
        loop.reply.truncate(mark);
    }

    /** Whether the client wants no reply to the running request, which comes later. */
    private boolean takeSilence() {
        ReplyMode mode = session.replyMode();
        if (mode == ReplyMode.SKIP_THIS) {
            session.replyMode(ReplyMode.ON);
        }
        return mode != ReplyMode.ON;
    }

    private boolean retryLater() {
        long now = System.nanoTime();
        if (retrySinceNanos == 0) {
            retrySinceNanos = now;
        } else if (now - retrySinceNanos > TimeUnit.MILLISECONDS.toNanos(settings.settleTimeoutMillis())) {
            retrySinceNanos = 0;
            loop.reply.error(UNSETTLED);
            return true;
        }
        holds |= RETRYING;
        schedule(() -> release(RETRYING), retryDelayMillis(now - retrySinceNanos));
        return false;
    }

    /** Soon at first; the longer it lasts (an exchange, a flush that holds the slots), the more seldom. */
    private static int retryDelayMillis(long waitedNanos) {
        return (int) Math.min(RETRY_MILLIS_MAX, RETRY_MILLIS + TimeUnit.NANOSECONDS.toMillis(waitedNanos) / 8);
    }

    private void waitForEndOfPause() {
        session.paused(true);
        holds |= PAUSED;
        pauseEnd = channel.eventLoop().schedule(this::endPause, loop.executor.pauseMillis(), TimeUnit.MILLISECONDS);
    }

    private void endPause() {
        session.paused(false);
        release(PAUSED);
    }

    @Override
    public void wake() {
        channel.eventLoop().execute(() -> {
            Future<?> end = pauseEnd;
            if (session.paused() && end != null && end.cancel(false)) {
                endPause();
            }
        });
    }

    // Holding and going on.

    /** Runs nothing until {@link #resume()}: requests that are away come first. */
    void hold() {
        holds |= AWAY;
    }

    /** Goes on, unless requests that are away still come first. */
    void resume() {
        release(forwarded.holdsClient() ? 0 : AWAY);
    }

    private void release(int reason) {
        holds &= ~reason;
        ChannelHandlerContext context = channel.pipeline().context(this);
        if (open && holds == 0 && context != null) {
            proceed(context);
        }
    }

    private void proceed(ChannelHandlerContext context) {
        try {
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
            if (readingStopped && input.length() <= HELD_INPUT_BYTES_MAX) {
                readingStopped = false;
                channel.config().setAutoRead(true);
            }
        } catch (RuntimeException | Error e) {
            exceptionCaught(context, e);
        }
    }

    @Override
    public DeferredReply defer() {
        OutputBatch.Place place = output.openLast();
        boolean silent = takeSilence();
        holds |= DEFERRED;
        return new DeferredReply() {
            @Override
            public void complete(Consumer<ReplyWriter> writer) {
                onLoop(() -> {
                    if (open && output.close(place, silent ? NO_REPLY : render(writer))) {
                        abandoned = null;
                        flushAndRelease(DEFERRED);
                    }
                });
            }

            @Override
            public void onAbandoned(Runnable action) {
                onLoop(() -> abandoned(action));
            }
        };
    }

    /** The command deferred its reply and failed then, or is to be run again. */
    private void takeBackDefer() {
        output.dropLast();
        holds &= ~DEFERRED;
        abandoned = null;
    }

    @Override
    public ReplySlot reserve(boolean holdsClient) {
        int at = loop.reply.size();
        OutputBatch.Place place = holdsClient ? output.openLast() : output.open(at, at);
        boolean silent = takeSilence();
        if (holdsClient) {
            holds |= FORWARDED;
        }
        return forwarded.add(place, silent, holdsClient);
    }

    /** Puts a reply into the place that was reserved for it; on the loop. */
    void fill(OutputBatch.Place place, byte[] reply, boolean heldClient) {
        output.close(place, reply);
        if (heldClient) {
            abandoned = null;
        }
        flushAndRelease(heldClient ? FORWARDED : 0);
    }

    private void awaitAcks(List<Ack> acks, int start, int end) {
        OutputBatch.Place place = output.open(start, end);
        AckCounter.await(
                acks,
                error -> onLoop(() -> {
                    if (open && output.close(place, error)) {
                        flushAndRelease(0);
                    }
                }));
    }

    /** Sends what became final, then lets the client's next request run if {@code reason} was all that held it. */
    private void flushAndRelease(int reason) {
        ChannelHandlerContext context = channel.pipeline().context(this);
        if (context != null) {
            flush(context);
        }
        if (reason != 0) {
            release(reason);
        }
    }

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

    boolean isOpen() {
        return open;
    }

    /** Runs the action when the client leaves, or now if it has left. One that has only ended its sending is closed. */
    void abandoned(Runnable action) {
        abandoned = action;
        if (!open) {
            action.run();
        } else if (ended) {
            channel.close();
        }
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
        if (output.isOver()) {
            holds |= CHOKED;
        } else if ((holds & CHOKED) != 0) {
            release(CHOKED);
        }
        if (ended && holds == 0) {
            session.closeAfterReply();
        }
        if (session.closing() && output.isEmpty() && !finishing) {
            finishing = true;
            context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        }
    }

    @Override
    public void push(byte[] reply) {
        long hard = settings.outputLimits().get().pubsub().hardBytes();
        if (pushedBytes.addAndGet(reply.length) > hard && hard > 0) {
            close(false);
            return;
        }
        channel.eventLoop().execute(() -> {
            pushedBytes.addAndGet(-reply.length);
            ChannelHandlerContext context = channel.pipeline().context(this);
            if (open && context != null) {
                output.push(context, reply);
                flush(context);
            }
        });
    }

    @Override
    public void close(boolean afterFlush) {
        onLoop(() -> {
            session.closeAfterReply();
            ChannelHandlerContext context = channel.pipeline().context(this);
            if (afterFlush && context != null && abandoned == null) {
                flush(context);
            } else {
                channel.close();
            }
        });
    }

    @Override
    public long outputBytes() {
        return output.bytes();
    }

    @Override
    public long inputBytes() {
        return Math.max(pendingBytes, input.length());
    }

    @Override
    public int descriptor() {
        return channel instanceof UnixChannel socket ? socket.fd().intValue() : 0;
    }

    @Override
    public String remoteAddress() {
        return text(channel.remoteAddress());
    }

    @Override
    public String localAddress() {
        return text(channel.localAddress());
    }

    private static String text(@Nullable SocketAddress address) {
        if (address instanceof InetSocketAddress inet && inet.getAddress() != null) {
            String host = inet.getAddress().getHostAddress();
            return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + inet.getPort();
        }
        return "?:0";
    }

    @Override
    public void execute(Runnable task) {
        channel.eventLoop().execute(task);
    }
}
