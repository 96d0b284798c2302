package io.yggdrasil.resp.cli;

import io.yggdrasil.resp.client.ServerConnection;
import io.yggdrasil.resp.client.ServerError;
import io.yggdrasil.resp.keyspace.Expiry;
import io.yggdrasil.resp.rdb.DumpPayload;
import io.yggdrasil.resp.rdb.RdbFileReader;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Sends the keys of a file to a server as RESTORE, some ahead of the replies.
 *
 * <p>An error of the server about a key is counted and the next keys go on; when it answers what it would answer to every key,
 * or the connection fails, that is an {@link IOException}.
 */
final class KeyRestorer implements RdbFileReader.Visitor {
    /** No more replies are waited for than a socket holds while nobody reads it. */
    private static final int AHEAD_MAX = 512;

    private static final long AHEAD_BYTES_MAX = 4 << 20;

    private static final byte[] NOTHING = {};
    private static final byte[] RESTORE = ServerConnection.bytes("RESTORE");
    private static final byte[] ABSOLUTE = ServerConnection.bytes("ABSTTL");
    private static final byte[] REPLACE = ServerConnection.bytes("REPLACE");

    private final ServerConnection server;
    private final boolean replaces;
    private final Set<Long> wanted;
    private final LongSupplier nowMillis;
    private final Failures failures;

    private final Deque<Sent> ahead = new ArrayDeque<>();
    private long aheadBytes;
    private long database;
    private boolean isDatabaseOpen;
    private String databaseError = "";

    private long restored;
    private long expired;
    private long existing;
    private long leftOut;

    /** A key whose reply was not read so far. */
    private record Sent(byte[] key, long bytes) {}

    /**
     * Restores keys.
     *
     * @param replaces whether keys that are there are replaced
     * @param wanted the databases that are; empty: all
     * @param nowMillis the time, milliseconds since 1970
     */
    KeyRestorer(
            ServerConnection server, boolean replaces, Set<Long> wanted, LongSupplier nowMillis, Failures failures) {
        this.server = server;
        this.replaces = replaces;
        this.wanted = wanted;
        this.nowMillis = nowMillis;
        this.failures = failures;
    }

    long restored() {
        return restored;
    }

    /** What became of the keys, in words. */
    String counts() {
        return String.format(
                Locale.ROOT,
                "%,d keys restored, %,d expired, %,d there already%s, %,d failed%s",
                restored,
                expired,
                existing,
                existing > 0 ? " (--replace replaces them)" : "",
                failures.count(),
                leftOut > 0 ? String.format(Locale.ROOT, ", %,d of other databases left out", leftOut) : "");
    }

    boolean isComplete() {
        return existing == 0 && failures.count() == 0;
    }

    @Override
    public void database(long number) throws IOException {
        await(0);
        database = number;
        isDatabaseOpen = false;
        databaseError = "";
    }

    /** Not before there is a key: a database takes memory once it is used. */
    private void openDatabase() throws IOException {
        if (isDatabaseOpen) {
            return;
        }
        isDatabaseOpen = true;
        try {
            server.ask("SELECT", Long.toString(database));
        } catch (ServerError e) {
            requireOfOneKey(e);
            databaseError = String.valueOf(e.getMessage());
        }
    }

    @Override
    public void key(RdbFileReader.Entry entry) throws IOException {
        if (!wanted.isEmpty() && !wanted.contains(database)) {
            leftOut++;
            return;
        }
        if (entry.expiryMillis() != Expiry.NONE && entry.expiryMillis() <= nowMillis.getAsLong()) {
            expired++;
            return;
        }
        openDatabase();
        if (databaseError.isEmpty()) {
            send(entry);
        } else {
            failures.add(database, entry.key(), databaseError);
        }
    }

    private void send(RdbFileReader.Entry entry) throws IOException {
        server.begin(replaces ? 6 : 5);
        word(RESTORE);
        word(entry.key());
        word(ServerConnection.bytes(Long.toString(entry.expiryMillis())));
        server.word(entry.value(), entry.valueBytes(), DumpPayload.footer(entry.value(), entry.valueBytes()));
        word(ABSOLUTE);
        if (replaces) {
            word(REPLACE);
        }
        long bytes = (long) entry.key().length + entry.valueBytes();
        ahead.add(new Sent(entry.key(), bytes));
        aheadBytes += bytes;
        if (ahead.size() >= AHEAD_MAX || aheadBytes >= AHEAD_BYTES_MAX) {
            await(ahead.size() / 2);
        }
    }

    private void word(byte[] word) throws IOException {
        server.word(word, word.length, NOTHING);
    }

    @Override
    public void unreadable(byte[] key, String why) {
        if (wanted.isEmpty() || wanted.contains(database)) {
            failures.add(database, key, why);
        } else {
            leftOut++;
        }
    }

    @Override
    public void leftOut(String what) {
        failures.note(what + " is left out");
    }

    /** Reads the replies that are there to come. */
    void finish() throws IOException {
        await(0);
    }

    private void await(int rest) throws IOException {
        if (ahead.size() > rest) {
            server.flush();
        }
        while (ahead.size() > rest) {
            Sent sent = ahead.remove();
            aheadBytes -= sent.bytes;
            try {
                server.read();
                restored++;
            } catch (ServerError e) {
                requireOfOneKey(e);
                failed(sent.key, String.valueOf(e.getMessage()));
            }
        }
    }

    private void failed(byte[] key, String error) {
        if (error.startsWith("BUSYKEY")) {
            existing++;
        } else {
            failures.add(database, key, error);
        }
    }

    private static void requireOfOneKey(ServerError error) throws IOException {
        String text = String.valueOf(error.getMessage());
        if (text.startsWith("MOVED") || text.startsWith("ASK ")) {
            throw new IOException("it redirects clients as Redis Cluster does: start it with --cluster-enabled no");
        }
        if (text.startsWith("NOAUTH") || text.startsWith("NOPERM")) {
            throw error;
        }
    }
}
