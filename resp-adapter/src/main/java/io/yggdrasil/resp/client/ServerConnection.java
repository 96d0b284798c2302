package io.yggdrasil.resp.client;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A connection to a running server. Requests may be sent ahead of their replies, which are read in the same order.
 *
 * <p>Every method throws an {@link IOException} when the connection breaks, and {@link ServerError} where the reply is an error,
 * after which the connection can be used further. Threads: one. Cold.
 */
public final class ServerConnection implements AutoCloseable {
    private static final int CONNECT_MILLIS = 5_000;

    /** Long enough for the largest value to be stored. */
    private static final int REPLY_MILLIS = 300_000;

    private static final int BUFFER_BYTES = 1 << 16;
    private static final int LINE_BYTES_MAX = 1 << 16;
    private static final byte[] LINE_END = {'\r', '\n'};

    private final Closeable link;
    private final OutputStream out;
    private final DataInputStream in;

    /** A client over a link whose two directions are given. */
    public ServerConnection(InputStream in, OutputStream out, Closeable link) {
        this.link = link;
        this.out = new BufferedOutputStream(out, BUFFER_BYTES);
        this.in = new DataInputStream(new BufferedInputStream(in, BUFFER_BYTES));
    }

    /** Connects. */
    public static ServerConnection open(InetSocketAddress address) throws IOException {
        return open(address, CONNECT_MILLIS, REPLY_MILLIS);
    }

    /**
     * Connects.
     *
     * @param connectMillis how long that may take
     * @param waitMillis how long the server may do nothing while it is to take bytes or to answer
     */
    public static ServerConnection open(InetSocketAddress address, int connectMillis, int waitMillis)
            throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(address, connectMillis);
            socket.setSoTimeout(waitMillis);
            socket.setTcpNoDelay(true);
            return new ServerConnection(socket.getInputStream(), new TimedOutput(socket, waitMillis), socket);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** A word as it is sent. */
    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Sends a request. */
    public void send(byte[]... words) throws IOException {
        begin(words.length);
        for (byte[] word : words) {
            word(word, word.length, new byte[0]);
        }
    }

    /** Begins a request of so many words. */
    public void begin(int words) throws IOException {
        out.write(bytes("*" + words + "\r\n"));
    }

    /** Sends a word: {@code start[0 .. length)} and the bytes of {@code end}. */
    public void word(byte[] start, int length, byte[] end) throws IOException {
        out.write(bytes("$" + ((long) length + end.length) + "\r\n"));
        out.write(start, 0, length);
        out.write(end);
        out.write(LINE_END);
    }

    /** Lets go what was sent. */
    public void flush() throws IOException {
        out.flush();
    }

    /** Sends a request and gives its simple, integer or bulk reply. */
    public String ask(String... words) throws IOException {
        byte[][] request = new byte[words.length][];
        for (int i = 0; i < words.length; i++) {
            request[i] = bytes(words[i]);
        }
        send(request);
        flush();
        byte[] reply = read();
        return reply == null ? "" : new String(reply, StandardCharsets.UTF_8);
    }

    /** The next reply, simple, integer or bulk. */
    public byte @Nullable [] read() throws IOException {
        String head = head();
        return head.charAt(0) == '$' ? bulk(number(head)) : bytes(head.substring(1));
    }

    /** The number of elements of an array that is the next reply; they are read one by one. */
    public int readCount() throws IOException {
        int count = readCountOrNone();
        if (count < 0) {
            throw new IOException("an array is wanted, not null");
        }
        return count;
    }

    /** As the other; -1 when the reply is the null array. */
    public int readCountOrNone() throws IOException {
        String head = head();
        if (head.charAt(0) != '*') {
            throw new IOException("an array is wanted, not: " + head);
        }
        return number(head);
    }

    /** Reads the next reply, whatever it is, and forgets it. */
    public void skip() throws IOException {
        String head = head();
        if (head.charAt(0) == '$') {
            bulk(number(head));
        } else if (head.charAt(0) == '*') {
            for (int left = number(head); left > 0; left--) {
                skip();
            }
        }
    }

    private String head() throws IOException {
        String head = line();
        if (head.startsWith("-")) {
            throw new ServerError(head.substring(1));
        }
        if (head.isEmpty() || "+:$*".indexOf(head.charAt(0)) < 0) {
            throw new IOException("no Redis protocol: " + head);
        }
        return head;
    }

    private static int number(String head) throws IOException {
        try {
            return Integer.parseInt(head.substring(1));
        } catch (NumberFormatException e) {
            throw new IOException("no Redis protocol: " + head, e);
        }
    }

    private byte @Nullable [] bulk(int length) throws IOException {
        if (length < 0) {
            return null;
        }
        byte[] bytes = in.readNBytes(length);
        line();
        return bytes;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0 || line.length() > LINE_BYTES_MAX) {
                throw new EOFException("the server closed the connection");
            }
            if (b != '\r') {
                line.append((char) b);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        link.close();
    }
}
