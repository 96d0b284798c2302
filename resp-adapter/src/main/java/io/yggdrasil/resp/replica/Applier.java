package io.yggdrasil.resp.replica;

import io.yggdrasil.resp.replica.LinkException.Cure;
import io.yggdrasil.resp.server.InnerClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Has requests run by this server, in order and ahead of their replies. The first error ends it: what was sent before is still
 * run, and every further call is an exception.
 *
 * <p>Threads: one sends; replies come on another; the offset may be read by any.
 */
final class Applier implements InnerClient.Receiver, AutoCloseable {
    /** Requests that may be under way; their sender waits until half of them are done. */
    private static final int REQUESTS_MAX = 16_384;

    private static final long BYTES_MAX = 32L << 20;

    /** Small requests leave together. */
    private static final int GATHERED_BYTES = 64 << 10;

    /** Beginnings of errors that say nothing about the request but that the grid could not run it then. */
    private static final List<String> PASSING = List.of("TRYAGAIN ", "CLUSTERDOWN ", "LOADING ", "BUSY ");

    private final InnerClient client;
    private final ReplyScanner replies = new ReplyScanner(this::onReply);
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition relieved = lock.newCondition();
    private final ArrayDeque<Step> steps = new ArrayDeque<>();
    private final byte[] gathered = new byte[GATHERED_BYTES];
    private int gatheredBytes;
    private long bytes;
    private @Nullable LinkException failure;
    private volatile long offset;
    private volatile int database;

    /** Connects a client inside of the process. */
    @FunctionalInterface
    interface Door {
        /** A new connection. */
        InnerClient connect(InnerClient.Receiver receiver) throws IOException;
    }

    /** An applier with a connection of its own. */
    Applier(Door door) throws IOException {
        this.client = door.connect(this);
    }

    /** The master's offset up to which all was applied. */
    long offset() {
        return offset;
    }

    /** The database that the master's stream has chosen there. */
    int database() {
        return database;
    }

    /** Says that all up to {@code at} was applied; nothing is under way. */
    void startAt(long at, int chosen) {
        offset = at;
        database = chosen;
    }

    /** Says that the master's stream goes on to {@code at} with nothing to apply. */
    void passTo(long at) {
        lock.lock();
        try {
            Step last = steps.pollLast();
            if (last == null) {
                offset = at;
            } else {
                steps.addLast(last.isWhole() ? last.upTo(at) : last);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Announces a request whose bytes are to be sent. */
    void expect(Step step) {
        lock.lock();
        try {
            steps.addLast(step);
            bytes += step.bytes();
        } finally {
            lock.unlock();
        }
    }

    /** Sends bytes of requests that were announced, now or with more of them. */
    void send(byte[] from, int start, int end) {
        if (end - start > gathered.length - gatheredBytes) {
            flush();
        }
        if (end - start > gathered.length) {
            client.send(from, start, end);
            client.flush();
        } else {
            System.arraycopy(from, start, gathered, gatheredBytes, end - start);
            gatheredBytes += end - start;
        }
    }

    /** Lets go what was sent. */
    void flush() {
        if (gatheredBytes > 0) {
            client.send(gathered, 0, gatheredBytes);
            client.flush();
            gatheredBytes = 0;
        }
    }

    /** Sends a request that is none of the master's stream. */
    void request(String... words) {
        byte[] request = encode(words);
        expect(Step.ofLoad(String.join(" ", words), request.length));
        send(request, 0, request.length);
    }

    /** A request of words. */
    static byte[] encode(String... words) {
        StringBuilder out = new StringBuilder("*" + words.length + "\r\n");
        for (String word : words) {
            out.append('$').append(word.getBytes(StandardCharsets.UTF_8).length).append("\r\n");
            out.append(word).append("\r\n");
        }
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Waits until more may be sent. */
    void awaitRoom(Heartbeat heart) throws IOException {
        lock.lock();
        try {
            requireSound();
            if (steps.size() < REQUESTS_MAX && bytes < BYTES_MAX) {
                return;
            }
        } finally {
            lock.unlock();
        }
        await(REQUESTS_MAX / 2, BYTES_MAX / 2, heart);
    }

    /** Waits until all that was sent is applied. */
    void drain(Heartbeat heart) throws IOException {
        await(0, 0, heart);
    }

    private void await(int stepsMost, long bytesMost, Heartbeat heart) throws IOException {
        flush();
        long nanos = TimeUnit.MILLISECONDS.toNanos(Heartbeat.MILLIS);
        while (!isDown(stepsMost, bytesMost, nanos)) {
            heart.beat();
        }
    }

    /** Waits for a while; whether so few are under way. */
    private boolean isDown(int stepsMost, long bytesMost, long nanos) throws IOException {
        lock.lock();
        try {
            long left = nanos;
            while (left > 0 && failure == null && (steps.size() > stepsMost || bytes > bytesMost)) {
                left = relieved.awaitNanos(left);
            }
            requireSound();
            return steps.size() <= stepsMost && bytes <= bytesMost;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LinkException(Cure.RELOAD, "interrupted");
        } finally {
            lock.unlock();
        }
    }

    /** Throws the failure that there was. */
    void check() throws LinkException {
        lock.lock();
        try {
            requireSound();
        } finally {
            lock.unlock();
        }
    }

    private void requireSound() throws LinkException {
        LinkException known = failure;
        if (known != null) {
            throw new LinkException(known.cure(), String.valueOf(known.getMessage()));
        }
    }

    @Override
    public void received(byte[] from, int length) {
        lock.lock();
        try {
            replies.feed(from, length);
            if (failure != null || steps.isEmpty() || (steps.size() <= REQUESTS_MAX / 2 && bytes <= BYTES_MAX / 2)) {
                relieved.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    private void onReply(@Nullable String error) {
        Step step = steps.poll();
        if (step == null) {
            fail(new LinkException(Cure.RELOAD, "a reply to nothing"));
            return;
        }
        bytes -= step.bytes();
        if (error != null) {
            boolean passes = PASSING.stream().anyMatch(error::startsWith);
            fail(new LinkException(
                    passes ? Cure.RELOAD : Cure.STOP, "[" + step.what() + "] was answered with: " + error));
        } else if (step.isWhole() && failure == null) {
            offset = step.offset();
            database = step.database();
        }
    }

    private void fail(LinkException cause) {
        if (failure == null) {
            failure = cause;
        }
    }

    @Override
    public void closed() {
        lock.lock();
        try {
            fail(new LinkException(
                    Cure.RELOAD, "it is not known whether all requests were run, as a node of the grid has left"));
            relieved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
