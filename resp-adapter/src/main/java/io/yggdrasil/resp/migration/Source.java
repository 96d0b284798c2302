package io.yggdrasil.resp.migration;

import static io.yggdrasil.resp.client.ServerConnection.bytes;

import io.yggdrasil.resp.client.ServerConnection;
import io.yggdrasil.resp.server.InnerClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The keys of this grid as a migration sees them: those that it reads it watches until it removes or releases them. Every method
 * throws {@link io.yggdrasil.resp.client.ServerError} for what the grid cannot do now.
 */
final class Source implements AutoCloseable {
    private static final byte[] WATCH = bytes("WATCH");
    private static final byte[] EXPIRY = bytes("PEXPIRETIME");
    private static final byte[] DUMP = bytes("DUMP");
    private static final byte[] DELETE = bytes("DEL");

    /** More could be more than a number of 64 bits by another server's clock. */
    private static final long MILLIS_MAX = Long.MAX_VALUE >> 1;

    private final ServerConnection server;

    /**
     * A key's value.
     *
     * @param payload as DUMP has it
     * @param millis how long it lives on; 0: for ever
     */
    record Value(byte[] payload, long millis) {}

    /** Connects to this server and chooses a database. */
    Source(GridMigration.Inside inside, int database) throws IOException {
        InnerStreams streams = new InnerStreams();
        InnerClient client = inside.connect(streams);
        server = new ServerConnection(streams.input(), InnerStreams.output(client), client::close);
        server.ask("SELECT", Integer.toString(database));
    }

    /** Watches a key and reads it; null where there is none. */
    @Nullable
    Value watch(byte[] key) throws IOException {
        server.send(WATCH, key);
        server.send(EXPIRY, key);
        server.send(DUMP, key);
        server.flush();
        server.skip();
        long expiry = Long.parseLong(new String(required(server.read()), StandardCharsets.US_ASCII));
        byte[] payload = server.read();
        if (payload == null) {
            return null;
        }
        // This client is shown what has expired and is not yet removed.
        long left = expiry - System.currentTimeMillis();
        return expiry >= 0 && left < 0
                ? null
                : new Value(payload, expiry < 0 ? 0 : Math.max(1, Math.min(left, MILLIS_MAX)));
    }

    private static byte[] required(byte @Nullable [] reply) throws IOException {
        if (reply == null) {
            throw new IOException("a number is wanted, not null");
        }
        return reply;
    }

    /** Removes keys, or none of them where one that is watched has changed; then no key is watched any more. */
    boolean remove(List<byte[]> keys) throws IOException {
        server.send(bytes("MULTI"));
        server.begin(1 + keys.size());
        server.word(DELETE, DELETE.length, new byte[0]);
        for (byte[] key : keys) {
            server.word(key, key.length, new byte[0]);
        }
        server.send(bytes("EXEC"));
        server.flush();
        server.skip();
        server.skip();
        int replies = server.readCountOrNone();
        for (int i = 0; i < replies; i++) {
            server.skip();
        }
        return replies >= 0;
    }

    /** Watches none any more. */
    void release() throws IOException {
        server.ask("UNWATCH");
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
