package io.yggdrasil.resp.client;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Writes to a socket, which is closed when the other side takes nothing for too long: a socket itself waits for ever. */
final class TimedOutput extends OutputStream {
    private static final int PIECE_BYTES = 64 << 10;

    private final Socket socket;
    private final OutputStream out;
    private final int millis;

    /** Writes to {@code socket}, of which each piece may take so long. */
    TimedOutput(Socket socket, int millis) throws IOException {
        this.socket = socket;
        this.out = socket.getOutputStream();
        this.millis = millis;
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        for (int done = 0; done < length; done += PIECE_BYTES) {
            piece(bytes, offset + done, Math.min(PIECE_BYTES, length - done));
        }
    }

    private void piece(byte[] bytes, int offset, int length) throws IOException {
        CompletableFuture<Void> written = new CompletableFuture<>();
        written.orTimeout(millis, TimeUnit.MILLISECONDS).whenComplete((done, tooLate) -> closeIf(tooLate != null));
        try {
            out.write(bytes, offset, length);
        } catch (IOException e) {
            throw written.isCompletedExceptionally() ? timeout() : e;
        } finally {
            written.complete(null);
        }
    }

    private SocketTimeoutException timeout() {
        return new SocketTimeoutException("nothing was taken for " + millis + " ms");
    }

    private void closeIf(boolean tooLate) {
        if (tooLate) {
            try {
                socket.close();
            } catch (IOException e) {
                throw new IllegalStateException("a socket that cannot be closed", e);
            }
        }
    }
}
