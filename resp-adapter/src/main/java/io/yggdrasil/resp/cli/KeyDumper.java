package io.yggdrasil.resp.cli;

import io.yggdrasil.resp.client.ServerConnection;
import io.yggdrasil.resp.client.ServerError;
import io.yggdrasil.resp.keyspace.Expiry;
import io.yggdrasil.resp.rdb.RdbFileWriter;
import io.yggdrasil.resp.rdb.RdbFormatException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Writes the keys of a server to a file as SCAN, DUMP and PEXPIRETIME tell them: each as it is when it is its turn. A key that
 * is there all the time is written, and once.
 */
final class KeyDumper {
    private static final Pattern DATABASE = Pattern.compile("^db(\\d+):keys=(\\d+),expires=(\\d+)", Pattern.MULTILINE);
    private static final String SCAN_COUNT = "512";

    /** What the server holds for us ahead of our reading is so many values. */
    private static final int AHEAD_MAX = 32;

    private static final byte[] DUMP = ServerConnection.bytes("DUMP");
    private static final byte[] EXPIRY = ServerConnection.bytes("PEXPIRETIME");

    private final ServerConnection server;
    private final RdbFileWriter file;
    private final Failures failures;
    private final Progress progress;
    private long written;
    private long gone;
    private double keysInAll;

    /** A database with about so many keys. */
    record Database(long number, long keys, long expiring) {}

    KeyDumper(ServerConnection server, RdbFileWriter file, Failures failures, Progress progress) {
        this.server = server;
        this.file = file;
        this.failures = failures;
        this.progress = progress;
    }

    /** What became of the keys, in words. */
    String counts() {
        return String.format(
                Locale.ROOT,
                "%,d keys written%s, %,d failed",
                written,
                gone > 0 ? String.format(Locale.ROOT, ", %,d gone meanwhile", gone) : "",
                failures.count());
    }

    /** Writes all databases. */
    void write() throws IOException {
        List<Database> databases = databases(server.ask("INFO", "keyspace"));
        keysInAll = databases.stream().mapToLong(Database::keys).sum();
        for (Database database : databases) {
            server.ask("SELECT", Long.toString(database.number));
            file.database(database.number, database.keys, database.expiring);
            write(database);
        }
    }

    static List<Database> databases(String info) {
        List<Database> databases = new ArrayList<>();
        Matcher line = DATABASE.matcher(info);
        while (line.find()) {
            databases.add(new Database(number(line.group(1)), number(line.group(2)), number(line.group(3))));
        }
        return databases;
    }

    private static long number(String digits) {
        return Long.parseLong(digits);
    }

    private void write(Database database) throws IOException {
        byte[] cursor = {'0'};
        do {
            server.send(ServerConnection.bytes("SCAN"), cursor, ServerConnection.bytes("COUNT"), bytes(SCAN_COUNT));
            server.flush();
            if (server.readCount() != 2) {
                throw new IOException("SCAN answers what it should not");
            }
            cursor = required(server.read());
            byte[][] keys = new byte[server.readCount()][];
            for (int i = 0; i < keys.length; i++) {
                keys[i] = required(server.read());
            }
            write(database.number, keys);
        } while (cursor.length != 1 || cursor[0] != '0');
    }

    private static byte[] bytes(String text) {
        return ServerConnection.bytes(text);
    }

    private static byte[] required(byte @Nullable [] reply) throws IOException {
        if (reply == null) {
            throw new IOException("SCAN answers what it should not");
        }
        return reply;
    }

    private void write(long database, byte[][] keys) throws IOException {
        for (int i = 0; i < keys.length + AHEAD_MAX; i++) {
            if (i < keys.length) {
                server.send(EXPIRY, keys[i]);
                server.send(DUMP, keys[i]);
            }
            if (i % AHEAD_MAX == 0 || i == keys.length) {
                server.flush();
            }
            int place = i - AHEAD_MAX;
            if (place >= 0) {
                write(database, keys[place], required(server.read()), dump(database, keys[place]));
            }
        }
    }

    /** The payload that is the next reply; none of a key that is gone; empty: it failed, which was told. */
    private byte @Nullable [] dump(long database, byte[] key) throws IOException {
        try {
            return server.read();
        } catch (ServerError e) {
            failures.add(database, key, String.valueOf(e.getMessage()));
            return new byte[0];
        }
    }

    private void write(long database, byte[] key, byte[] expiry, byte @Nullable [] payload) throws IOException {
        if (payload == null) {
            gone++;
            return;
        }
        if (payload.length == 0) {
            return;
        }
        long expiryMillis = Long.parseLong(new String(expiry, StandardCharsets.US_ASCII));
        try {
            file.key(key, expiryMillis < 0 ? Expiry.NONE : expiryMillis, payload);
            written++;
            progress.show("writing", written, file.written(), written / Math.max(1, keysInAll));
        } catch (RdbFormatException e) {
            progress.wipe();
            failures.add(database, key, String.valueOf(e.getMessage()));
        }
    }
}
