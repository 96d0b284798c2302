package io.yggdrasil.resp.server;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.unix.UnixChannel;
import io.yggdrasil.ignite.internals.Ack;
import io.yggdrasil.resp.command.DeferredReply;
import io.yggdrasil.resp.command.RedisException;
import io.yggdrasil.resp.dispatch.AckCounter;
import io.yggdrasil.resp.dispatch.CommandExecutor;
import io.yggdrasil.resp.dispatch.Outcome;
import io.yggdrasil.resp.dispatch.RemoteExecution.ReplySlot;
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
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's connection: bytes in, requests run in order, replies out in order.
 *
 * <p>Input is parsed in the loop's scratch array; only what is left of an unfinished request moves to an array of the
 * connection's own. Replies gather in the loop's writer and leave at the end of the read. A reply that is not final
 * (copies on other nodes, another owner, a deferred command) holds its batch back and those behind it; see
 * {@link OutputBatch}.
 *
 * <p>The connection stops reading while it is held: by a deferred command, by unsettled ownership, or by a client that
 * does not take its replies.
 */
final class Connection extends ChannelInboundHandlerAdapter implements ClientLink {
    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);
    private static final int RETRY_MILLIS = 1;
    private static final int BATCHES_MAX = 1024;
    private static final byte[] EMPTY = {};

    /** The reply of a client that wants none. */
    static final byte[] NO_REPLY = EMPTY;

    private static final String UNSETTLED = "CLUSTERDOWN The owner of the key could not be determined in time";

    private final ConnectionSettings settings;
    private final LoopContext loop;
    private final RequestParser parser;
    private final Request request = new Request();
    private final ArrayDeque<OutputBatch> waiting = new ArrayDeque<>();
    private final Session session;
    private final Channel channel;
    private final ForwardedRequests forwarded;
    private @Nullable OutputBatch batch;
    private byte[] input = EMPTY;
    private int inputStart;
    private int inputEnd;
    private boolean held;
    private boolean retrying;
    private boolean processing;
    private long retrySinceNanos;
    private volatile boolean open = true;
    private @Nullable Runnable abandoned;
    private @Nullable Future<?> pauseEnd;
    private int pendingBytes;

    Connection(ConnectionSettings settings, LoopContext loop, Channel channel) {
        this.settings = settings;
        this.loop = loop;
        this.channel = channel;
        this.session = new Session(settings.nextClientId(), this, System.currentTimeMillis());
        this.parser = new RequestParser(settings.limits(), this::isAuthenticated);
        this.forwarded = new ForwardedRequests(this, loop, settings.settleTimeoutMillis());
    }

    private boolean isAuthenticated() {
        return settings.listener().isAuthenticated(session);
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        String refusal = settings.listener().onOpen(session);
        if (refusal != null) {
            ReplyWriter reply = loop.executor.reply();
            reply.clear();
            reply.error(refusal);
            session.closeAfterReply();
            send(context);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        open = false;
        settings.listener().onClose(session);
        Runnable action = abandoned;
        if (action != null) {
            action.run();
        }
        waiting.clear();
        forwarded.clear();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (!(cause instanceof IOException)) {
            LOG.warn("Connection {} is closed: {}", session.id(), cause.toString(), cause);
        }
        context.close();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        loop.executor.onTraffic(bytes.readableBytes(), 0);
        try {
            if (session.closing()) {
                return;
            }
            if (inputEnd == inputStart && !held && bytes.readableBytes() <= loop.scratch.length) {
                int length = bytes.readableBytes();
                bytes.readBytes(loop.scratch, 0, length);
                processScratch(context, length);
            } else {
                append(bytes);
                if (!held) {
                    processInput(context);
                }
            }
        } finally {
            bytes.release();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        loop.remote.flush();
        context.flush();
        if (!channel.isWritable()) {
            hold();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (channel.isWritable() && held && !retrying && batchesAllowMore()) {
            resume();
        }
    }

    private boolean batchesAllowMore() {
        return waiting.size() < BATCHES_MAX && !isDeferred;
    }

    private boolean isDeferred;

    private void processScratch(ChannelHandlerContext context, int length) {
        int rest = process(loop.scratch, 0, length);
        if (rest < length) {
            int left = length - rest;
            input = new byte[capacityFor(left)];
            System.arraycopy(loop.scratch, rest, input, 0, left);
            inputStart = 0;
            inputEnd = left;
            RequestParser.moved(request, input, -rest);
        }
        send(context);
    }

    private void processInput(ChannelHandlerContext context) {
        inputStart = process(input, inputStart, inputEnd);
        if (inputStart == inputEnd) {
            input = EMPTY;
            inputStart = 0;
            inputEnd = 0;
        }
        send(context);
    }

    private int capacityFor(int present) {
        long wanted = Math.max(Math.max(present, parser.bytesWanted()), 1024);
        return (int) Math.min(wanted, Integer.MAX_VALUE - 8);
    }

    private void append(ByteBuf bytes) {
        int more = bytes.readableBytes();
        long needed = (long) inputEnd - inputStart + more;
        if (needed > settings.limits().get().queryBufferBytesMax()) {
            LOG.info(
                    "Client {} is closed: its query buffer is over {} bytes",
                    session.id(),
                    settings.limits().get().queryBufferBytesMax());
            close(false);
            bytes.skipBytes(more);
            return;
        }
        if (input.length - inputEnd < more) {
            makeRoom((int) needed);
        }
        bytes.readBytes(input, inputEnd, more);
        inputEnd += more;
    }

    private void makeRoom(int needed) {
        int present = inputEnd - inputStart;
        byte[] target = input;
        if (needed > input.length) {
            long grown = Math.max(Math.min(2L * needed, Integer.MAX_VALUE - 8), capacityFor(present));
            target = new byte[(int) grown];
        }
        System.arraycopy(input, inputStart, target, 0, present);
        RequestParser.moved(request, target, -inputStart);
        input = target;
        inputStart = 0;
        inputEnd = present;
    }

    /** Runs the requests in {@code [from, to)}; returns where the first byte stands that was not consumed. */
    private int process(byte[] bytes, int from, int to) {
        int at = from;
        processing = true;
        try {
            while (at < to && !held && !session.closing()) {
                if (!parser.parse(bytes, at, to, request)) {
                    return at;
                }
                pendingBytes = to - at;
                if (request.count() > 0 && !run()) {
                    return at;
                }
                at += parser.position();
            }
            return session.closing() ? to : at;
        } catch (ProtocolException e) {
            loop.executor.reply().error(e.error());
            session.closeAfterReply();
            return to;
        } finally {
            processing = false;
        }
    }

    /** Runs the parsed request; false when it must be run again later. */
    private boolean run() {
        ReplyWriter reply = loop.executor.reply();
        int mark = reply.size();
        loop.executor.onlyAt(forwarded.epoch());
        Outcome outcome = loop.executor.execute(request, session, this::defer);
        switch (outcome) {
            case REPLIED -> {
                if (session.replyMode() != ReplyMode.ON) {
                    applyReplyMode(reply, mark);
                }
                if (loop.executor.hasAcks()) {
                    awaitAcks(loop.executor.takeAcks(), mark, reply.size());
                }
            }
            case DEFERRED -> {}
            case REMOTE -> {
                if (!forward()) {
                    return retryLater(reply);
                }
            }
            case SPANNING -> {
                if (forwarded.anyAway()) {
                    forwarded.awaitDrain();
                    hold();
                    return false;
                }
                if (!loop.remote.span(loop.executor.command(), request, session, this::reserve)) {
                    return retryLater(reply);
                }
            }
            case RETRY -> {
                return retryLater(reply);
            }
            case PAUSED -> {
                waitForEndOfPause();
                return false;
            }
        }
        retrySinceNanos = 0;
        return true;
    }

    private boolean forward() {
        CommandExecutor executor = loop.executor;
        boolean taken = loop.remote.forward(executor.remoteNode(), executor.command(), request, session, this::reserve);
        if (taken) {
            forwarded.routedAt(executor.routeEpoch());
        }
        return taken;
    }

    private void applyReplyMode(ReplyWriter reply, int mark) {
        ReplyMode mode = session.replyMode();
        if (mode == ReplyMode.SKIP_NEXT) {
            session.replyMode(ReplyMode.SKIP_THIS);
        } else if (mode == ReplyMode.SKIP_THIS) {
            session.replyMode(ReplyMode.ON);
        }
        reply.truncate(mark);
    }

    private boolean retryLater(ReplyWriter reply) {
        long now = System.nanoTime();
        if (retrySinceNanos == 0) {
            retrySinceNanos = now;
        } else if (now - retrySinceNanos > TimeUnit.MILLISECONDS.toNanos(settings.settleTimeoutMillis())) {
            retrySinceNanos = 0;
            reply.error(UNSETTLED);
            return true;
        }
        retrying = true;
        hold();
        channel.eventLoop().schedule(this::retry, RETRY_MILLIS, TimeUnit.MILLISECONDS);
        return false;
    }

    private void retry() {
        retrying = false;
        resume();
    }

    private void waitForEndOfPause() {
        session.paused(true);
        retrying = true;
        hold();
        pauseEnd = channel.eventLoop().schedule(this::retryPaused, loop.executor.pauseMillis(), TimeUnit.MILLISECONDS);
    }

    private void retryPaused() {
        session.paused(false);
        retry();
    }

    @Override
    public void wake() {
        channel.eventLoop().execute(() -> {
            Future<?> end = pauseEnd;
            if (session.paused() && end != null && end.cancel(false)) {
                retryPaused();
            }
        });
    }

    void hold() {
        if (!held) {
            held = true;
            channel.config().setAutoRead(false);
        }
    }

    void resume() {
        if (!open || retrying || isDeferred || forwarded.holdsClient()) {
            return;
        }
        held = false;
        ChannelHandlerContext context = channel.pipeline().context(this);
        if (context == null) {
            return;
        }
        if (inputEnd > inputStart) {
            processInput(context);
            loop.remote.flush();
        }
        context.flush();
        if (!held) {
            channel.config().setAutoRead(true);
        }
    }

    private OutputBatch batch() {
        OutputBatch current = batch;
        if (current == null) {
            current = new OutputBatch();
            batch = current;
        }
        return current;
    }

    private void awaitAcks(List<Ack> acks, int start, int end) {
        OutputBatch.Place place = batch().open(start, end);
        AckCounter.await(
                acks,
                error -> onLoop(() -> {
                    if (place.close(error)) {
                        writeReady();
                    }
                }));
    }

    private DeferredReply defer() {
        int at = loop.executor.reply().size();
        OutputBatch.Place place = batch().open(at, at);
        isDeferred = true;
        hold();
        return new DeferredReply() {
            @Override
            public void complete(Consumer<ReplyWriter> writer) {
                onLoop(() -> {
                    if (open && place.close(render(writer))) {
                        undefer();
                    }
                });
            }

            @Override
            public void onAbandoned(Runnable action) {
                onLoop(() -> abandoned(action));
            }
        };
    }

    private void undefer() {
        isDeferred = false;
        abandoned = null;
        writeReady();
        resume();
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

    private ReplySlot reserve(boolean holdsClient) {
        int at = loop.executor.reply().size();
        OutputBatch.Place place = batch().open(at, at);
        boolean silent = session.replyMode() != ReplyMode.ON;
        if (session.replyMode() == ReplyMode.SKIP_THIS) {
            session.replyMode(ReplyMode.ON);
        }
        if (holdsClient) {
            isDeferred = true;
            hold();
        }
        return forwarded.add(place, silent, holdsClient);
    }

    /** Puts a reply into the place that was reserved for it; on the loop. */
    void fill(OutputBatch.Place place, byte[] reply, boolean heldClient) {
        place.close(reply);
        if (heldClient) {
            undefer();
        } else {
            writeReady();
        }
    }

    boolean isOpen() {
        return open;
    }

    void abandoned(Runnable action) {
        abandoned = action;
        if (!open) {
            action.run();
        }
    }

    void schedule(Runnable task, int delayMillis) {
        channel.eventLoop().schedule(task, delayMillis, TimeUnit.MILLISECONDS);
    }

    static byte[] unsettledReply() {
        return ("-" + UNSETTLED + "\r\n").getBytes(StandardCharsets.UTF_8);
    }

    void onLoop(Runnable task) {
        if (channel.eventLoop().inEventLoop() && !processing) {
            task.run();
        } else {
            channel.eventLoop().execute(task);
        }
    }

    /** Moves the loop's replies to this connection's output: at once, or behind what still waits. */
    private void send(ChannelHandlerContext context) {
        ReplyWriter reply = loop.executor.reply();
        OutputBatch current = batch;
        if (current == null && waiting.isEmpty()) {
            if (reply.size() > 0) {
                write(context, reply.array(), reply.size());
            }
            closeIfDone(context);
        } else {
            OutputBatch sealed = current == null ? new OutputBatch() : current;
            sealed.seal(Arrays.copyOf(reply.array(), reply.size()));
            batch = null;
            waiting.add(sealed);
            if (waiting.size() >= BATCHES_MAX) {
                hold();
            }
            writeReady();
        }
        reply.clear();
    }

    private void writeReady() {
        ChannelHandlerContext context = channel.pipeline().context(this);
        if (context == null) {
            return;
        }
        boolean any = false;
        OutputBatch head = waiting.peek();
        while (head != null && head.isReady()) {
            byte[] bytes = head.assemble();
            write(context, bytes, bytes.length);
            waiting.remove();
            head = waiting.peek();
            any = true;
        }
        if (any) {
            context.flush();
            closeIfDone(context);
            if (held && batchesAllowMore() && channel.isWritable() && !processing) {
                resume();
            }
        }
    }

    private void write(ChannelHandlerContext context, byte[] bytes, int length) {
        ByteBuf out = context.alloc().directBuffer(length);
        out.writeBytes(bytes, 0, length);
        loop.executor.onTraffic(0, length);
        context.write(out, context.voidPromise());
    }

    private void closeIfDone(ChannelHandlerContext context) {
        if (session.closing() && waiting.isEmpty()) {
            context.writeAndFlush(context.alloc().buffer(0)).addListener(done -> context.close());
        }
    }

    @Override
    public void push(byte[] reply) {
        channel.eventLoop().execute(() -> {
            if (!open) {
                return;
            }
            if (outputBytes() > settings.pushBytesMax()) {
                LOG.info("Client {} is closed: it does not read what is pushed to it", session.id());
                channel.close();
                return;
            }
            ChannelHandlerContext context = channel.pipeline().context(this);
            if (context == null) {
                return;
            }
            if (waiting.isEmpty()) {
                write(context, reply, reply.length);
                context.flush();
            } else {
                OutputBatch sealed = new OutputBatch();
                sealed.seal(reply);
                waiting.add(sealed);
            }
        });
    }

    @Override
    public void close(boolean afterFlush) {
        onLoop(() -> {
            session.closeAfterReply();
            if (afterFlush) {
                ChannelHandlerContext context = channel.pipeline().context(this);
                if (context != null) {
                    closeIfDone(context);
                }
            } else {
                channel.close();
            }
        });
    }

    @Override
    public long outputBytes() {
        ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
        return buffer == null ? 0 : buffer.totalPendingWriteBytes();
    }

    @Override
    public long inputBytes() {
        return processing ? pendingBytes : inputEnd - inputStart;
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
