package io.yggdrasil.resp.migration;

import io.yggdrasil.resp.server.InnerClient;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** A client inside of the process as two streams, for a thread that may wait. */
final class InnerStreams implements InnerClient.Receiver {
    private static final byte[] END = new byte[0];

    private final BlockingQueue<byte[]> received = new LinkedBlockingQueue<>();

    @Override
    public void received(byte[] bytes, int length) {
        received.add(Arrays.copyOf(bytes, length));
    }

    @Override
    public void closed() {
        received.add(END);
    }

    /** What the server answers; ends when the connection does. */
    InputStream input() {
        return new Replies();
    }

    /** What goes to the server. */
    static OutputStream output(InnerClient client) {
        return new OutputStream() {
            @Override
            public void write(int value) {
                write(new byte[] {(byte) value}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) {
                client.send(bytes, offset, offset + length);
            }

            @Override
            public void flush() {
                client.flush();
            }
        };
    }

    /** Waits for what is received. */
    private final class Replies extends InputStream {
        private byte[] piece = END;
        private int at;

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (at == piece.length) {
                await();
            }
            int count = Math.min(length, piece.length - at);
            System.arraycopy(piece, at, into, offset, count);
            at += count;
            return count;
        }

        private void await() throws IOException {
            try {
                piece = received.take();
                at = 0;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("the server stops");
            }
            if (piece.length == 0) {
                received.add(END);
                throw new EOFException("the server stops");
            }
        }
    }
}
