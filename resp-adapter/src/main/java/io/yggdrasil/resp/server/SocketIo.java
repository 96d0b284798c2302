package io.yggdrasil.resp.server;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringBufferRingConfig;
import io.netty.channel.uring.IoUringChannelOption;
import io.netty.channel.uring.IoUringFixedBufferRingAllocator;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringIoHandlerConfig;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.yggdrasil.resp.config.Transport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sockets of a {@link Transport}.
 *
 * <p>io_uring reads and writes the sockets of a loop's turn in one system call. Its reads draw from a ring of buffers
 * that all sockets of the loop share, so that an idle client holds none.
 */
enum SocketIo {
    IO_URING("io_uring", IoUringServerSocketChannel.class) {
        @Override
        @Nullable
        Throwable obstacle() {
            return IoUring.isAvailable() ? null : IoUring.unavailabilityCause();
        }

        @Override
        IoHandlerFactory handlers() {
            IoUringIoHandlerConfig config = new IoUringIoHandlerConfig();
            if (IoUring.isRegisterBufferRingSupported()) {
                config.setBufferRingConfig(IoUringBufferRingConfig.builder()
                        .bufferGroupId(BUFFER_GROUP)
                        .bufferRingSize(RING_BUFFERS)
                        .batchSize(RING_BUFFERS_AT_FIRST)
                        .allocator(new IoUringFixedBufferRingAllocator(RING_BUFFER_BYTES))
                        .build());
            }
            return IoUringIoHandler.newFactory(config);
        }

        @Override
        void configure(ServerBootstrap bootstrap) {
            super.configure(bootstrap);
            if (IoUring.isRegisterBufferRingSupported()) {
                bootstrap.childOption(IoUringChannelOption.IO_URING_BUFFER_GROUP_ID, BUFFER_GROUP);
            }
        }
    },

    EPOLL("epoll", EpollServerSocketChannel.class) {
        @Override
        @Nullable
        Throwable obstacle() {
            return Epoll.isAvailable() ? null : Epoll.unavailabilityCause();
        }

        @Override
        IoHandlerFactory handlers() {
            return SteadyEpoll.factory();
        }
    },

    NIO("the JDK's selector", NioServerSocketChannel.class) {
        @Override
        @Nullable
        Throwable obstacle() {
            return null;
        }

        @Override
        IoHandlerFactory handlers() {
            return NioIoHandler.newFactory();
        }
    };

    private static final Logger LOG = LoggerFactory.getLogger(SocketIo.class);

    private static final short BUFFER_GROUP = 1;
    private static final short RING_BUFFERS = 256;
    private static final int RING_BUFFERS_AT_FIRST = 32;
    private static final int RING_BUFFER_BYTES = 16 << 10;

    private final String label;
    private final Class<? extends ServerChannel> channel;

    SocketIo(String label, Class<? extends ServerChannel> channel) {
        this.label = label;
        this.channel = channel;
    }

    /** Why this machine does not have it; null if it does. */
    abstract @Nullable Throwable obstacle();

    /** Makes what each event loop waits with. */
    abstract IoHandlerFactory handlers();

    /** Sets the server to sockets of this kind. */
    void configure(ServerBootstrap bootstrap) {
        bootstrap.channel(channel);
    }

    /**
     * The sockets to take.
     *
     * @throws IOException if the transport is wanted by name and this machine does not have it
     */
    static SocketIo of(Transport transport) throws IOException {
        if (transport != Transport.AUTO) {
            SocketIo named = valueOf(transport.name());
            Throwable obstacle = named.obstacle();
            if (obstacle != null) {
                throw new IOException(
                        "transport " + transport + " is not to be had here: " + reason(obstacle), obstacle);
            }
            return named;
        }
        List<String> obstacles = new ArrayList<>();
        for (SocketIo candidate : values()) {
            Throwable obstacle = candidate.obstacle();
            if (obstacle == null) {
                if (!obstacles.isEmpty()) {
                    LOG.info("Sockets use {}, as {}", candidate.label, String.join(", and ", obstacles));
                }
                return candidate;
            }
            obstacles.add(candidate.label + " is not to be had here (" + reason(obstacle) + ")");
        }
        throw new IllegalStateException("obstacles=" + obstacles);
    }

    private static String reason(Throwable obstacle) {
        Throwable cause = obstacle;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage()).lines().findFirst().orElse(cause.toString());
    }
}
