package io.yggdrasil.resp.server;

import io.netty.channel.Channel;
import io.netty.channel.unix.UnixChannel;
import io.yggdrasil.resp.session.ClientLink;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** What a session can do to its connection, from any thread. */
final class SocketLink implements ClientLink {
    private final Connection connection;
    private final Channel channel;
    private final ConnectionSettings settings;
    private final AtomicLong pushedBytes = new AtomicLong();

    SocketLink(Connection connection, Channel channel, ConnectionSettings settings) {
        this.connection = connection;
        this.channel = channel;
        this.settings = settings;
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
            connection.push(reply);
        });
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
