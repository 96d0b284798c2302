package io.yggdrasil.resp.dispatch;

import io.yggdrasil.resp.keyspace.Key;
import io.yggdrasil.resp.session.Session;
import org.jspecify.annotations.Nullable;

/**
 * Commands of one client that follow each other and change the collection at one key: it is read by the first and stored once
 * for all of them, under one lock. Their replies leave when it is stored.
 */
final class WriteRun {
    /** So others wait for the key no longer than a large command takes. */
    private static final int COMMANDS_MAX = 64;

    private @Nullable Session session;
    private int database;
    private Key key = new Key();
    private int mark;
    private int count;

    /** Begins with a command that has run, whose reply begins at {@code replyMark}. */
    void begin(Session client, Key at, int replyMark) {
        session = client;
        database = client.database();
        key = at.copy();
        mark = replyMark;
        count = 1;
    }

    boolean isOpen() {
        return session != null;
    }

    /** Whether a command on a key may be run as one more. */
    boolean takes(Session client, Key wanted) {
        return session == client && database == client.database() && count < COMMANDS_MAX && key.sameAs(wanted);
    }

    /** One more command has run. */
    void onCommand() {
        count++;
    }

    /** Where the replies begin. */
    int mark() {
        return mark;
    }

    void end() {
        session = null;
    }
}
