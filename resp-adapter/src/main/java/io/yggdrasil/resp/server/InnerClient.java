package io.yggdrasil.resp.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/**
 * A client inside of the process: its connection is like any other, but without a socket, a password or limits. It may
 * write what other clients may not: see {@link io.yggdrasil.resp.session.Session#isMaster}.
 *
 * <p>Threads: any; requests of one thread keep their order.
 */
public final class InnerClient implements AutoCloseable {
    /** What the connection reads at once. */
    private static final int CHUNK_BYTES = 64 << 10;

    private final Channel channel;

    InnerClient(Channel channel) {
        this.channel = channel;
    }

    /** Told of what the server answers, on the connection's thread; must not wait. */
    public interface Receiver {
        /** Bytes of replies: {@code bytes[0 .. length)}, until it returns. */
        void received(byte[] bytes, int length);

        /** The connection has ended. */
        void closed();
    }

    /** Sends the bytes of requests, {@code bytes[from .. to)}, which are copied. Nothing limits how many are under way. */
    public void send(byte[] bytes, int from, int to) {
        for (int at = from; at < to; at += CHUNK_BYTES) {
            int count = Math.min(CHUNK_BYTES, to - at);
            channel.write(Unpooled.copiedBuffer(bytes, at, count), channel.voidPromise());
        }
    }

    /** Lets go what was sent. */
    public void flush() {
        channel.flush();
    }

    /** Ends the connection; requests under way may be run or not. */
    @Override
    public void close() {
        channel.close();
    }

    /** Passes replies on. */
    static final class Replies extends ChannelInboundHandlerAdapter {
        private final Receiver receiver;
        private byte[] bytes = new byte[CHUNK_BYTES];

        Replies(Receiver receiver) {
            this.receiver = receiver;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ByteBuf in = (ByteBuf) message;
            try {
                while (in.isReadable()) {
                    int count = Math.min(bytes.length, in.readableBytes());
                    in.readBytes(bytes, 0, count);
                    receiver.received(bytes, count);
                }
            } finally {
                in.release();
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            receiver.closed();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }
}
