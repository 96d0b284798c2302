package io.yggdrasil.resp.script;

import io.yggdrasil.resp.command.NestedClient;
import io.yggdrasil.resp.wire.Request;
import org.jspecify.annotations.Nullable;

/** A script that runs now. Any thread may look at it and kill it. */
public final class RunningScript {
    private static final String KILLED = "Script killed by user with %s...";
    private static final String LOAD_TIMEOUT = "FUNCTION LOAD timeout";
    private static final String ABANDONED = "the script is run anew with more slots";

    private static final Request NO_REQUEST = new Request();

    private final @Nullable NestedClient client;
    private final What what;
    private final long startNanos;
    private final long nanosMax;
    private volatile boolean killed;

    /**
     * What runs.
     *
     * @param name the function, or the SHA-1 of the script
     * @param isFunction whether it is a function
     * @param request the command that runs it, which owns its bytes
     */
    public record What(String name, boolean isFunction, Request request) {}

    RunningScript(NestedClient client, What what, long startNanos) {
        this.client = client;
        this.what = what;
        this.startNanos = startNanos;
        this.nanosMax = Long.MAX_VALUE;
    }

    private RunningScript(String library, long nanosMax) {
        this.client = null;
        this.what = new What(library, true, NO_REQUEST);
        this.startNanos = System.nanoTime();
        this.nanosMax = nanosMax;
    }

    /** A library that is loaded, which may not take longer. */
    static RunningScript ofLoad(String library, long nanosMax) {
        return new RunningScript(library, nanosMax);
    }

    /** A brief script, at which nobody looks. */
    static RunningScript ofBrief(NestedClient client, String sha) {
        return new RunningScript(client, new What(sha, false, NO_REQUEST), 0);
    }

    /** When it began, by {@link System#nanoTime}. */
    public long startNanos() {
        return startNanos;
    }

    /** What runs. */
    public What what() {
        return what;
    }

    /** Whether it has written, and so is not to be killed. */
    public boolean hasWritten() {
        return client != null && client.hasWritten();
    }

    /** The command that ends it. */
    public String killCommand() {
        return what.isFunction ? "FUNCTION KILL" : "SCRIPT KILL";
    }

    /** Has it end soon, with an error. */
    public void kill() {
        killed = true;
    }

    /** The error with which it has to end now; null while it may go on. */
    @Nullable
    String end() {
        if (killed) {
            return String.format(KILLED, killCommand());
        }
        if (client != null && client.isAbandoned()) {
            return ABANDONED;
        }
        return nanosMax != Long.MAX_VALUE && System.nanoTime() - startNanos > nanosMax ? LOAD_TIMEOUT : null;
    }

    /** Ends what a script has begun that is to end and that Lua cannot end. */
    void check() {
        String end = end();
        if (end != null) {
            throw new LuaFailure(end);
        }
    }
}
