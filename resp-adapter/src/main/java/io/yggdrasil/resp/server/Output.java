package io.yggdrasil.resp.server;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.yggdrasil.resp.parameter.OutputLimits;
import io.yggdrasil.resp.wire.ReplyWriter;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The replies of one connection on their way out.
 *
 * <p>Most are written to the socket at the end of the read that asked for them. They wait here, in order, behind a reply
 * that is not final yet, and while the client reads more slowly than it asks. The socket is given a piece at a time, so
 * that a huge reply is not copied as a whole and a slow client takes heap, not direct memory.
 *
 * <p>A client that leaves too much unread is {@link #isOver over}: the connection then runs no further requests of it
 * until it has read. That is so when all clients together leave more than their budget, or this one more than half of
 * it; a limit would stop those which send many requests before they read a reply, so it is as high as memory allows. A
 * client that is over and reads nothing for long is disconnected, and so is one that breaks its own
 * {@link OutputLimits}; the limits of subscribers hold for every client that was pushed something.
 *
 * <p>Threads: the connection's event loop.
 */
final class Output {
    private static final Logger LOG = LoggerFactory.getLogger(Output.class);

    /** Largest piece that the socket is given. */
    private static final int PIECE_BYTES_MAX = 256 << 10;

    /** Up to this size replies are copied, so that the loop keeps its array; larger ones take the array along. */
    private static final int COPIED_BYTES_MAX = 64 << 10;

    /** Replies up to this size are not measured against a limit while the client reads. */
    private static final int UNMEASURED_BYTES_MAX = 16 << 10;

    /** Most batches behind a reply that is not final. */
    private static final int BATCHES_MAX = 1024;

    private final Channel channel;
    private final LoopContext loop;
    private final ConnectionSettings settings;
    private final long clientId;
    private final ArrayDeque<OutputBatch> waiting = new ArrayDeque<>(1);
    private @Nullable OutputBatch batch;
    private @Nullable OutputBatch last;
    private long waitingBytes;
    private long counted;
    private boolean pushed;
    private boolean stallWatched;
    private long softSinceNanos;
    private boolean softWatched;

    Output(Channel channel, LoopContext loop, ConnectionSettings settings, long clientId) {
        this.channel = channel;
        this.loop = loop;
        this.settings = settings;
        this.clientId = clientId;
    }

    /** Opens a place over {@code [start, end)} of the replies that the loop's writer holds now. */
    OutputBatch.Place open(int start, int end) {
        OutputBatch current = batch;
        if (current == null) {
            current = new OutputBatch();
            batch = current;
        }
        return current.open(start, end);
    }

    /**
     * Opens a place for the last reply of what the loop's writer will hold: nothing behind it is run before it is final,
     * so nothing before it has to wait for it.
     */
    OutputBatch.Place openLast() {
        OutputBatch alone = new OutputBatch();
        last = alone;
        return alone.open(0, 0);
    }

    /** Takes the last place back. */
    void dropLast() {
        last = null;
    }

    /** Makes a place final; {@link #flush} sends what that sets free. Returns false when it was final already. */
    boolean close(OutputBatch.Place place, byte @Nullable [] instead) {
        if (!place.close(instead)) {
            return false;
        }
        waitingBytes += place.growth(instead);
        return true;
    }

    /** Takes over what the loop's writer holds and empties it. */
    void send(ChannelHandlerContext context) {
        ReplyWriter reply = loop.reply;
        int size = reply.size();
        OutputBatch current = batch;
        if (current == null && waiting.isEmpty() && size <= PIECE_BYTES_MAX && channel.isWritable()) {
            if (size > 0 && !breaksLimit(size)) {
                write(context, reply.array(), size);
            }
        } else {
            batch = null;
            add(current == null ? new OutputBatch() : current, reply, size);
        }
        reply.clear();
        OutputBatch alone = last;
        if (alone != null) {
            last = null;
            alone.seal(reply.array(), 0);
            waiting.add(alone);
        }
    }

    private void add(OutputBatch sealed, ReplyWriter reply, int size) {
        if (breaksLimit(size)) {
            return;
        }
        if (size <= COPIED_BYTES_MAX) {
            sealed.seal(Arrays.copyOf(reply.array(), size), size);
        } else {
            sealed.seal(reply.take(), size);
        }
        waiting.add(sealed);
        waitingBytes += size;
    }

    /**
     * Sends bytes that nobody asked for, behind everything that was sent.
     *
     * @param beforeLast whether they go before the last reply, which is {@link #openLast open}
     */
    void push(ChannelHandlerContext context, byte[] bytes, boolean beforeLast) {
        pushed = true;
        if (breaksLimit(bytes.length)) {
            return;
        }
        OutputBatch open = beforeLast ? waiting.pollLast() : null;
        if (waiting.isEmpty() && channel.isWritable()) {
            write(context, bytes, bytes.length);
        } else {
            OutputBatch sealed = new OutputBatch();
            sealed.seal(bytes, bytes.length);
            waiting.add(sealed);
            waitingBytes += bytes.length;
        }
        if (open != null) {
            waiting.add(open);
        }
    }

    /** Gives the socket all it takes of what is final. */
    void flush(ChannelHandlerContext context) {
        do {
            context.flush();
        } while (drain(context));
        count();
    }

    private boolean drain(ChannelHandlerContext context) {
        boolean any = false;
        OutputBatch head = waiting.peek();
        while (head != null && head.isReady() && channel.isWritable()) {
            int length = Math.min(head.left(), PIECE_BYTES_MAX);
            if (length > 0) {
                ByteBuf piece = allocate(context, length);
                if (piece == null) {
                    return false;
                }
                head.writeTo(piece, length);
                context.write(piece, context.voidPromise());
                loop.executor.onTraffic(0, length);
                waitingBytes -= length;
                any = true;
            }
            if (head.left() == 0) {
                waiting.remove();
                head = waiting.peek();
            }
        }
        return any;
    }

    private void write(ChannelHandlerContext context, byte[] bytes, int length) {
        ByteBuf out = allocate(context, length);
        if (out != null) {
            out.writeBytes(bytes, 0, length);
            context.write(out, context.voidPromise());
            loop.executor.onTraffic(0, length);
        }
    }

    private @Nullable ByteBuf allocate(ChannelHandlerContext context, int length) {
        try {
            ByteBuf kept = loop.buffers.take(length);
            return kept == null ? context.alloc().directBuffer(length) : kept;
        } catch (OutOfMemoryError e) {
            disconnect("there is no memory for its replies");
            return null;
        }
    }

    /** Whether everything was given to the socket. */
    boolean isEmpty() {
        return batch == null && last == null && waiting.isEmpty();
    }

    /** Whether the client has to read before more of its requests are run. */
    boolean isOver() {
        return waiting.size() > BATCHES_MAX || isOverBudget();
    }

    private boolean isOverBudget() {
        if (counted == 0) {
            return false;
        }
        MemoryBudget budget = settings.outputBudget();
        return counted > budget.bytesMax() / 2 || budget.used() > budget.bytesMax();
    }

    /** Bytes that the client has not taken. Any thread; others than the loop may see a number that is a little old. */
    long bytes() {
        ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
        return waitingBytes + (buffer == null ? 0 : buffer.totalPendingWriteBytes());
    }

    /** Forgets everything; the connection is closed. */
    void clear() {
        batch = null;
        last = null;
        waiting.clear();
        waitingBytes = 0;
        settings.outputBudget().take(-counted);
        counted = 0;
    }

    private void count() {
        if (counted == 0 && waiting.isEmpty() && channel.isWritable()) {
            return;
        }
        boolean flows = (waiting.isEmpty() && channel.isWritable()) || !channel.isOpen();
        long bytes = flows ? 0 : bytes();
        if (bytes != counted) {
            settings.outputBudget().take(bytes - counted);
            counted = bytes;
        }
        watchSoftLimit(bytes);
        if (isOverBudget()) {
            watchStall();
        }
    }

    private OutputLimits.Limit limit() {
        OutputLimits limits = settings.outputLimits().get();
        return pushed ? limits.pubsub() : limits.normal();
    }

    /** Whether {@code more} bytes are too many for this client, which is then disconnected. */
    private boolean breaksLimit(int more) {
        if (more <= UNMEASURED_BYTES_MAX && waiting.isEmpty() && channel.isWritable()) {
            return false;
        }
        long hard = limit().hardBytes();
        if (hard == 0 || bytes() + more < hard) {
            return false;
        }
        disconnect("it leaves more than " + hard + " bytes of replies unread");
        return true;
    }

    private void watchSoftLimit(long bytes) {
        OutputLimits.Limit limit = limit();
        if (limit.softBytes() == 0 || bytes < limit.softBytes()) {
            softSinceNanos = 0;
        } else if (softSinceNanos == 0) {
            softSinceNanos = System.nanoTime() | 1;
            if (!softWatched) {
                softWatched = true;
                channel.eventLoop().schedule(this::checkSoftLimit, limit.softSeconds(), TimeUnit.SECONDS);
            }
        }
    }

    private void checkSoftLimit() {
        softWatched = false;
        if (softSinceNanos == 0 || !channel.isOpen()) {
            return;
        }
        OutputLimits.Limit limit = limit();
        long left = TimeUnit.SECONDS.toNanos(limit.softSeconds()) - (System.nanoTime() - softSinceNanos);
        if (left <= 0) {
            disconnect("it leaves more than " + limit.softBytes() + " bytes of replies unread for long");
        } else {
            softWatched = true;
            channel.eventLoop().schedule(this::checkSoftLimit, left, TimeUnit.NANOSECONDS);
        }
    }

    private void watchStall() {
        if (!stallWatched) {
            stallWatched = true;
            long before = bytes();
            channel.eventLoop().schedule(() -> checkStall(before), settings.stallMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void checkStall(long before) {
        stallWatched = false;
        if (!channel.isOpen() || !isOverBudget()) {
            return;
        }
        if (bytes() >= before) {
            disconnect("it has read none of its replies for " + settings.stallMillis() + " ms");
        } else {
            watchStall();
        }
    }

    private void disconnect(String why) {
        LOG.info("Client {} is closed: {}", clientId, why);
        channel.close();
    }
}
