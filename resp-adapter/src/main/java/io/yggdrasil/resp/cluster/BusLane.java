package io.yggdrasil.resp.cluster;

import io.yggdrasil.resp.pubsub.Message;
import io.yggdrasil.resp.session.Subscription.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of published messages to one other node: a bounded queue and a thread that sends what has gathered there as
 * one message between nodes. Sending may wait (a connection is made, the node has not delivered what it was sent);
 * publishers do not: when the queue is full, their messages are lost for that node, as they are for a subscriber that
 * does not read.
 *
 * <pre>
 *   MESSAGES i8 | items: kind i8 | channel bytes | payload bytes
 *   DELIVERED i8
 * </pre>
 *
 * <p>Threads: {@link #offer} and {@link #onDelivered} any.
 */
final class BusLane extends Thread {
    private static final Logger LOG = LoggerFactory.getLogger(BusLane.class);

    /** Bytes of messages that may wait here. */
    private static final long QUEUE_BYTES_MAX = 64 << 20;

    /** Messages between nodes that may be sent and not delivered. */
    private static final int WINDOW = 16;

    private static final int BATCH_BYTES = 128 << 10;
    private static final int BATCH_BYTES_INITIAL = 1 << 10;
    private static final long LOST_A_LOG_LINE = 100_000;

    private final UUID node;
    private final Lane.Outgoing outgoing;
    private final Queue<Message> queue = new ArrayDeque<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition filled = lock.newCondition();
    private final Semaphore window = new Semaphore(WINDOW);
    private long queuedBytes;
    private long lost;

    BusLane(UUID node, Lane.Outgoing outgoing) {
        super("resp-bus-" + node.toString().substring(0, 8));
        setDaemon(true);
        this.node = node;
        this.outgoing = outgoing;
    }

    /** Queues a message; it is lost when too much waits. */
    void offer(Message message) {
        boolean taken;
        lock.lock();
        try {
            taken = queuedBytes < QUEUE_BYTES_MAX;
            if (taken) {
                queue.add(message);
                queuedBytes += message.size();
                filled.signal();
            } else if (lost++ % LOST_A_LOG_LINE != 0) {
                return;
            }
        } finally {
            lock.unlock();
        }
        if (!taken) {
            LOG.warn("Node {} takes published messages too slowly; some are lost for its subscribers", node);
        }
    }

    /** The node has delivered what one message between nodes brought. */
    void onDelivered() {
        window.release();
    }

    @Override
    public void run() {
        try {
            while (true) {
                window.acquire();
                Packer out = next();
                if (!outgoing.send(node, out.array(), out.size())) {
                    window.release();
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("No more messages for node {}", node, e);
        }
    }

    /** Waits for messages and packs those that are there, until they are many. */
    private Packer next() throws InterruptedException {
        Packer out = new Packer(BATCH_BYTES_INITIAL);
        out.putByte(MessageKind.MESSAGES);
        lock.lockInterruptibly();
        try {
            while (queue.isEmpty()) {
                filled.await();
            }
            while (!queue.isEmpty() && out.size() < BATCH_BYTES) {
                Message message = queue.remove();
                queuedBytes -= message.size();
                write(out, message);
            }
        } finally {
            lock.unlock();
        }
        return out;
    }

    private static void write(Packer out, Message message) {
        out.putByte(message.kind().ordinal());
        out.putBytes(message.channel().getBytes(StandardCharsets.ISO_8859_1));
        out.putBytes(message.payload());
    }

    /** Reads what the other node's lane sent. */
    static void read(byte[] bytes, Consumer<Message> receiver) {
        Unpacker in = new Unpacker(bytes, 1);
        while (in.hasMore()) {
            Kind kind = Kind.values()[in.getByte()];
            String channel = new String(in.getBytes(), StandardCharsets.ISO_8859_1);
            receiver.accept(new Message(kind, channel, in.getBytes()));
        }
    }
}
