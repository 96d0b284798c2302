package io.yggdrasil.resp.migration;

import static io.yggdrasil.resp.client.ServerConnection.bytes;

import io.yggdrasil.resp.client.ServerConnection;
import io.yggdrasil.resp.client.ServerError;
import io.yggdrasil.resp.command.RedisException;
import io.yggdrasil.resp.command.generic.KeyMigration.Order;
import io.yggdrasil.resp.command.generic.KeyMigration.Target;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** The server that gets the keys. What it refuses, and what goes wrong on the way, are errors as Redis words them. */
final class Destination implements AutoCloseable {
    private static final int PORT_MAX = 65_535;
    private static final byte[] REPLACE = bytes("REPLACE");

    private final ServerConnection server;
    private final byte[] restore;
    private @Nullable String refusal;

    /** Connects. */
    Destination(Order order) {
        Target target = order.target();
        restore = bytes(order.asking() ? "RESTORE-ASKING" : "RESTORE");
        try {
            server = ServerConnection.open(
                    new InetSocketAddress(target.host(), port(target)), target.millis(), target.millis());
        } catch (ConnectException e) { // Refused, which Redis finds out when it writes.
            throw writing();
        } catch (IOException e) {
            throw new RedisException("IOERR error or timeout connecting to the client");
        }
        try {
            greet(target);
        } catch (RedisException e) {
            close();
            throw e;
        }
    }

    private static int port(Target target) throws IOException {
        try {
            int port = Integer.parseInt(target.port());
            if (port > 0 && port <= PORT_MAX) {
                return port;
            }
        } catch (NumberFormatException e) {
            // As one out of range.
        }
        throw new ConnectException("no port: " + target.port());
    }

    /** Waits for the replies: behind a refusal keys would be restored in another database. */
    private void greet(Target target) {
        byte[] password = target.password();
        byte[] user = target.user();
        if (password != null && user != null) {
            require(bytes("AUTH"), user, password);
        } else if (password != null) {
            require(bytes("AUTH"), password);
        }
        require(bytes("SELECT"), bytes(Long.toString(target.database())));
    }

    private void require(byte[]... words) {
        send(words);
        flush();
        if (!isAccepted()) {
            throw refused();
        }
    }

    private void send(byte[]... words) {
        try {
            server.send(words);
        } catch (IOException e) {
            throw writing();
        }
    }

    private static RedisException writing() {
        return new RedisException("IOERR error or timeout writing to target instance");
    }

    /** Sends a key; {@link #isAccepted} tells later whether it was taken. */
    void send(byte[] key, Source.Value value, boolean replaces) {
        byte[] ttl = bytes(Long.toString(value.millis()));
        if (replaces) {
            send(restore, key, ttl, value.payload(), REPLACE);
        } else {
            send(restore, key, ttl, value.payload());
        }
    }

    /** Lets go what was sent. */
    void flush() {
        try {
            server.flush();
        } catch (IOException e) {
            throw writing();
        }
    }

    /** Whether the next thing that was sent was accepted. */
    boolean isAccepted() {
        try {
            server.skip();
            return true;
        } catch (ServerError e) {
            refusal = refusal == null ? String.valueOf(e.getMessage()) : refusal;
            return false;
        } catch (IOException e) {
            throw new RedisException("IOERR error or timeout reading to target instance");
        }
    }

    /** Throws the first error that the server answered, if it did. */
    void check() {
        if (refusal != null) {
            throw refused();
        }
    }

    private RedisException refused() {
        return new RedisException("ERR Target instance replied with error: " + refusal);
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
