package io.yggdrasil.resp.server;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/** A client that sends and receives plain bytes; each byte is one character of its strings. */
public final class RawClient implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 30_000;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    /** Connects to a server of this machine. */
    public RawClient(int port) {
        this(port, 0);
    }

    /** Connects with a receive buffer of about the given size; 0 leaves it to the system. */
    public RawClient(int port, int receiveBytes) {
        try {
            socket = new Socket();
            if (receiveBytes > 0) {
                socket.setReceiveBufferSize(receiveBytes);
            }
            socket.connect(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.setTcpNoDelay(true);
            in = new BufferedInputStream(socket.getInputStream(), 64 << 10);
            out = socket.getOutputStream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends text as it is. */
    public RawClient send(String latin) {
        return send(latin.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Sends bytes as they are. */
    public RawClient send(byte[] bytes) {
        try {
            out.write(bytes);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends bytes unless the server has closed the connection. Returns whether they went out. */
    public boolean trySend(byte[] bytes, int from, int to) {
        try {
            out.write(bytes, from, to - from);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Says that nothing more will be sent. */
    public RawClient endSending() {
        try {
            socket.shutdownOutput();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As {@link #endSending}, if the server has not closed the connection before. */
    public RawClient tryEndSending() {
        try {
            socket.shutdownOutput();
        } catch (IOException e) {
            // Closed already: nothing more can be sent, which is what was wanted.
        }
        return this;
    }

    /** Reads exactly {@code length} bytes. */
    public String read(int length) {
        try {
            byte[] bytes = in.readNBytes(length);
            if (bytes.length < length) {
                throw new EOFException("closed after " + bytes.length + " of " + length + " bytes");
            }
            return new String(bytes, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads a line, without its end. */
    public String line() {
        StringBuilder line = new StringBuilder();
        try {
            for (int b = in.read(); b != '\n'; b = in.read()) {
                if (b < 0) {
                    throw new EOFException("closed after \"" + line + '"');
                }
                if (b != '\r') {
                    line.append((char) b);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return line.toString();
    }

    /** Reads whatever comes until the server closes the connection. */
    public String readToEnd() {
        StringBuilder text = new StringBuilder();
        byte[] bytes = new byte[64 << 10];
        try {
            for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
                text.append(new String(bytes, 0, n, StandardCharsets.ISO_8859_1));
            }
        } catch (SocketException e) {
            // Reset: the server closed while bytes of ours were on the way. What it sent first was read.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    /** Reads and forgets {@code length} bytes. */
    public void skip(long length) {
        try {
            in.skipNBytes(length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
