package io.yggdrasil.resp.server;

import io.netty.channel.Channel;
import io.netty.channel.unix.UnixChannel;
import io.yggdrasil.resp.session.ClientLink;
import io.yggdrasil.resp.session.Push;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** What a session can do to its connection, from any thread. */
final class SocketLink implements ClientLink {
    private final Connection connection;
    private final Channel channel;
    private final ConnectionSettings settings;
    private final Queue<Push> pushes = new ConcurrentLinkedQueue<>();
    private final AtomicLong pushedBytes = new AtomicLong();
    private final AtomicBoolean announced = new AtomicBoolean();
    private volatile boolean refusing;

    SocketLink(Connection connection, Channel channel, ConnectionSettings settings) {
        this.connection = connection;
        this.channel = channel;
        this.settings = settings;
    }

    @Override
    public void push(Push push) {
        if (refusing) {
            return;
        }
        long hard = settings.outputLimits().get().pubsub().hardBytes();
        if (pushedBytes.addAndGet(push.size()) > hard && hard > 0) {
            refuse();
            close(false);
            return;
        }
        pushes.add(push);
        if (announced.compareAndSet(false, true)) {
            try {
                channel.eventLoop().execute(this::deliver);
            } catch (RejectedExecutionException e) {
                refuse(); // The server stops.
            }
        }
    }

    private void deliver() {
        announced.set(false);
        connection.deliver();
    }

    /** Whether pushes wait; for any thread. */
    boolean hasPushes() {
        return !pushes.isEmpty();
    }

    /** The next push that waits, or null; on the loop. */
    @Nullable
    Push nextPush() {
        Push push = pushes.poll();
        if (push != null) {
            pushedBytes.addAndGet(-push.size());
        }
        return push;
    }

    /** Takes no more pushes and drops those that wait; the connection ends. */
    void refuse() {
        refusing = true;
        pushes.clear();
    }

    @Override
    public void close(boolean afterFlush) {
        connection.close(afterFlush);
    }

    @Override
    public void wake() {
        channel.eventLoop().execute(connection::endPauseNow);
    }

    @Override
    public long outputBytes() {
        return connection.outputBytes();
    }

    @Override
    public long inputBytes() {
        return connection.inputBytes();
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
