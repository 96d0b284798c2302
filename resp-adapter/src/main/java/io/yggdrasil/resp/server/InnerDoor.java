package io.yggdrasil.resp.server;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.local.LocalAddress;
import io.netty.channel.local.LocalChannel;
import io.netty.channel.local.LocalIoHandler;
import io.netty.channel.local.LocalServerChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Where clients inside of the process connect; both ends of their connections live on one event loop of its own. */
final class InnerDoor implements AutoCloseable {
    private final EventLoopGroup group;
    private final LocalAddress address = new LocalAddress(InnerDoor.class);

    /** Opens it; {@code connections} makes the server's end of each. */
    InnerDoor(ChannelHandler connections) throws IOException {
        group = new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory("resp-inner", true), LocalIoHandler.newFactory());
        require(new ServerBootstrap()
                .group(group)
                .channel(LocalServerChannel.class)
                .childHandler(connections)
                .bind(address));
    }

    /** Whether a connection is that of an inner client. */
    static boolean isInner(Channel channel) {
        return channel instanceof LocalChannel;
    }

    InnerClient connect(InnerClient.Receiver receiver) throws IOException {
        return new InnerClient(require(new Bootstrap()
                .group(group)
                .channel(LocalChannel.class)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(new InnerClient.Replies(receiver));
                    }
                })
                .connect(address)));
    }

    private static Channel require(ChannelFuture future) throws IOException {
        future.awaitUninterruptibly();
        if (!future.isSuccess()) {
            throw new IOException("no connection inside of the process: " + future.cause(), future.cause());
        }
        return future.channel();
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
