package io.yggdrasil.resp.replica;

import io.yggdrasil.resp.command.server.Replication.Master;
import io.yggdrasil.resp.replica.LinkException.Cure;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * A connection to the master. Its end is an exception, and so is a silence that is too long. While it waits, and whenever it is
 * asked, it lets the heart beat.
 */
final class MasterConnection extends InputStream implements AutoCloseable {
    private static final int LINE_CHARS_MAX = 1 << 16;

    private final Socket socket = new Socket();
    private final LongSupplier silenceMillisMax;
    private final Heartbeat heart;
    private long beatNanos = System.nanoTime();
    private volatile long heardMillis = System.currentTimeMillis();
    private volatile boolean isClosed;

    /**
     * A connection, not yet made.
     *
     * @param silenceMillisMax for how long the master may say nothing
     */
    MasterConnection(LongSupplier silenceMillisMax, Heartbeat heart) {
        this.silenceMillisMax = silenceMillisMax;
        this.heart = heart;
    }

    void open(Master master) throws IOException {
        InetSocketAddress address = new InetSocketAddress(master.host(), master.port());
        if (address.isUnresolved()) {
            throw new LinkException(Cure.RETRY, "there is no host " + master.host());
        }
        socket.connect(address, (int) silenceMillisMax.getAsLong());
        socket.setTcpNoDelay(true);
        socket.setKeepAlive(true);
        socket.setSoTimeout(Heartbeat.MILLIS);
    }

    /** When the master was last heard, milliseconds since 1970. */
    long heardMillis() {
        return heardMillis;
    }

    /** Lets the heart beat if it is time. */
    void beat() throws IOException {
        if (System.nanoTime() - beatNanos >= TimeUnit.MILLISECONDS.toNanos(Heartbeat.MILLIS)) {
            beatNanos = System.nanoTime();
            heart.beat();
        }
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        long start = System.nanoTime();
        while (true) {
            beat();
            try {
                int count = socket.getInputStream().read(to, offset, length);
                if (count < 0) {
                    throw new LinkException(Cure.RETRY, "the master closed the connection");
                }
                heardMillis = System.currentTimeMillis();
                return count;
            } catch (SocketTimeoutException e) {
                if (System.nanoTime() - start > TimeUnit.MILLISECONDS.toNanos(silenceMillisMax.getAsLong())) {
                    throw new LinkException(Cure.RETRY, "the master was silent for longer than repl-timeout");
                }
            }
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        read(one, 0, 1);
        return one[0] & 0xFF;
    }

    /** The next line that is not empty: with empty ones the master says that it is still busy. */
    String line() throws IOException {
        StringBuilder line = new StringBuilder();
        while (true) {
            int next = read();
            if (next == '\n' && !line.isEmpty()) {
                return line.toString();
            }
            if (next != '\n' && next != '\r') {
                line.append((char) next);
            }
            if (line.length() > LINE_CHARS_MAX) {
                throw new LinkException(Cure.RETRY, "the master does not speak the Redis protocol");
            }
        }
    }

    /** Sends a request and gives the line that is its reply, which may be an error. */
    String ask(String... words) throws IOException {
        send(words);
        return line();
    }

    /** Sends a request that is not answered. */
    void send(String... words) throws IOException {
        write(Applier.encode(words));
    }

    /** Sends an empty line, by which a replica that loads says that it is there. */
    void sendEmptyLine() throws IOException {
        write(new byte[] {'\n'});
    }

    private void write(byte[] bytes) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(bytes);
        out.flush();
    }

    /** Ends the connection, and whatever another thread waits for in it. */
    @Override
    public void close() throws IOException {
        isClosed = true;
        socket.close();
    }

    boolean isClosed() {
        return isClosed;
    }
}
