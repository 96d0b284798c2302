package io.yggdrasil.resp.cli;

import io.yggdrasil.resp.rdb.KeyText;
import java.io.PrintWriter;

/** Keys that could not be carried over: the first are named, all are counted. */
final class Failures {
    private static final int NAMED_MAX = 1_000;

    private final String command;
    private final PrintWriter err;
    private long count;

    Failures(String command, PrintWriter err) {
        this.command = command;
        this.err = err;
    }

    void add(long database, byte[] key, String why) {
        count++;
        if (count <= NAMED_MAX) {
            err.println(command + ": db" + database + " " + KeyText.of(key) + ": " + why);
        } else if (count == NAMED_MAX + 1) {
            err.println(command + ": more keys fail; they are counted only");
        }
    }

    /** Says something that is no failure. */
    void note(String text) {
        err.println(command + ": " + text);
    }

    long count() {
        return count;
    }
}
