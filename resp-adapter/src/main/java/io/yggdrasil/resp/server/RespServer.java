package io.yggdrasil.resp.server;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.yggdrasil.resp.config.Transport;
import io.yggdrasil.resp.dispatch.CommandExecutor;
import io.yggdrasil.resp.dispatch.RemoteExecution;
import io.yggdrasil.resp.parameter.OutputLimits;
import io.yggdrasil.resp.waiting.Waits;
import io.yggdrasil.resp.wire.RequestLimits;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Listens for Redis clients. Connections are dealt out to the event loops in turn, so that few connections still use
 * every core (the kernel's hashing of SO_REUSEPORT spreads few connections unevenly).
 */
public final class RespServer implements AutoCloseable {
    /**
     * How the server listens.
     *
     * @param addresses where to listen; port 0 picks a free one
     * @param loops number of event loops, 1 or more
     * @param transport how the loops talk to the kernel
     * @param limits what clients may send; asked whenever a client sends much, so that a change counts at once
     * @param outputLimits how much of its replies a client may leave unread; asked whenever one leaves much
     * @param stallMillis a client that reads nothing for so long, while there is no room for more replies, is closed
     * @param settleTimeoutMillis how long a request waits for ownership to settle
     * @param backlog length of the accept queue
     */
    public record Settings(
            List<InetSocketAddress> addresses,
            int loops,
            Transport transport,
            Supplier<RequestLimits> limits,
            Supplier<OutputLimits> outputLimits,
            long stallMillis,
            long settleTimeoutMillis,
            int backlog) {}

    /** Makes what belongs to one event loop. */
    public interface LoopFactory {
        /** The executor of a new event loop. */
        CommandExecutor executor();

        /**
         * The remote execution of the same loop.
         *
         * @param loop runs tasks on the loop
         */
        RemoteExecution remote(CommandExecutor executor, Executor loop);

        /** Where clients wait for keys; null when none can: their commands answer null at once. */
        default @Nullable Waits waits() {
            return null;
        }
    }

    /** Most bytes that one read takes from a socket. */
    static final int READ_BYTES_MAX = 256 << 10;

    private static final int READ_BYTES_MIN = 512;
    private static final int READ_BYTES_INITIAL = 16 << 10;
    private static final WriteBufferWaterMark UNSENT_BYTES = new WriteBufferWaterMark(32 << 10, 128 << 10);

    private final EventLoopGroup group;
    private final ChannelInitializer<Channel> connections;
    private @Nullable InnerDoor innerDoor;
    private final List<Channel> listening = new ArrayList<>();
    private final ChannelGroup connected = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);

    private RespServer(EventLoopGroup group, ConnectionSettings common, LoopFactory factory) {
        this.group = group;
        Map<EventLoop, LoopContext> contexts = new ConcurrentHashMap<>();
        this.connections = new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                LoopContext context = contexts.computeIfAbsent(channel.eventLoop(), loop -> {
                    CommandExecutor executor = factory.executor();
                    return new LoopContext(executor, factory.remote(executor, loop), factory.waits(), loop);
                });
                channel.pipeline().addLast(new Connection(common, context, channel));
                connected.add(channel);
            }
        };
    }

    /**
     * Starts listening.
     *
     * @throws IOException naming the address that is taken or cannot be bound, or the transport that is not to be had
     */
    public static RespServer start(Settings settings, LoopFactory factory, SessionListener listener)
            throws IOException {
        SocketIo io = SocketIo.of(settings.transport());
        EventLoopGroup group = new MultiThreadIoEventLoopGroup(
                settings.loops(), new DefaultThreadFactory("resp-loop", true), io.handlers());
        RespServer server = new RespServer(group, new ConnectionSettings(settings, listener), factory);
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(group)
                .option(ChannelOption.SO_BACKLOG, settings.backlog())
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .childOption(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                .childOption(
                        ChannelOption.RECVBUF_ALLOCATOR,
                        new AdaptiveRecvByteBufAllocator(READ_BYTES_MIN, READ_BYTES_INITIAL, READ_BYTES_MAX))
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, UNSENT_BYTES)
                .childHandler(server.connections);
        io.configure(bootstrap);
        for (InetSocketAddress address : settings.addresses()) {
            server.bind(bootstrap, address);
        }
        return server;
    }

    private void bind(ServerBootstrap bootstrap, InetSocketAddress address) throws IOException {
        var bound = bootstrap.bind(address).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            close();
            Throwable cause = bound.cause();
            throw new IOException(
                    "cannot listen on " + address.getHostString() + ":" + address.getPort() + ": " + cause.getMessage(),
                    cause);
        }
        listening.add(bound.channel());
    }

    /** Connects a client that is inside of this process, on an event loop of such clients. */
    public synchronized InnerClient connectInside(InnerClient.Receiver receiver) throws IOException {
        if (innerDoor == null) {
            innerDoor = new InnerDoor(connections);
        }
        return innerDoor.connect(receiver);
    }

    /** The port of the first address. */
    public int port() {
        return ((InetSocketAddress) listening.get(0).localAddress()).getPort();
    }

    /**
     * Stops listening, lets the commands that run end, and closes each connection when its replies have been taken. What
     * was received and not begun is not run.
     *
     * @param timeoutMillis how long to wait for clients that do not take their replies
     */
    public void drain(long timeoutMillis) {
        listening.forEach(channel -> channel.close().awaitUninterruptibly());
        for (Channel channel : connected) {
            Connection connection = channel.pipeline().get(Connection.class);
            if (connection != null) {
                connection.close(true);
            }
        }
        connected.newCloseFuture().awaitUninterruptibly(timeoutMillis);
    }

    /** Stops listening, closes every connection and waits for the event loops to end. */
    @Override
    public void close() {
        listening.forEach(channel -> channel.close().awaitUninterruptibly());
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
        synchronized (this) {
            if (innerDoor != null) {
                innerDoor.close();
            }
        }
    }
}
