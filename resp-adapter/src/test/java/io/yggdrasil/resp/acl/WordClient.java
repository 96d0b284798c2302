package io.yggdrasil.resp.acl;

import io.yggdrasil.resp.command.Reply;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.NullMarked;

/** A client that sends requests word by word and gives replies in their short form; each byte is a character. */
@NullMarked
public final class WordClient implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 30_000;

    private final Socket socket;
    private final InputStream in;

    /** Connects to a server of this machine. */
    public WordClient(int port) {
        try {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            in = new BufferedInputStream(socket.getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends a request, given as a line of words with single blanks between them, and gives the reply. */
    public String line(String line) {
        return ask(line.split(" ", -1)).toString();
    }

    /** As {@link #line}, with the reply as it is. */
    public Reply reply(String line) {
        return ask(line.split(" ", -1));
    }

    /** Sends a request and gives the reply. */
    public Reply ask(String... words) {
        send(words);
        return next();
    }

    /** Sends a request. */
    public void send(String... words) {
        StringBuilder out = new StringBuilder("*" + words.length + "\r\n");
        for (String word : words) {
            out.append('$').append(word.length()).append("\r\n").append(word).append("\r\n");
        }
        try {
            socket.getOutputStream().write(out.toString().getBytes(StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next reply. */
    public Reply next() {
        try {
            return Reply.read(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the server ends the connection without another byte; waits until it does. */
    public boolean isEnded() {
        try {
            return in.read() < 0;
        } catch (SocketException e) {
            return true;
        } catch (EOFException e) {
            return true;
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
