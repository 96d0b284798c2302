package io.yggdrasil.resp.script;

import io.yggdrasil.resp.command.NestedClient;
import io.yggdrasil.resp.wire.Request;
import org.jspecify.annotations.Nullable;

/** A script that runs now, here or on another node. Any thread may look at it and kill one that runs here. */
public final class RunningScript {
    private static final String KILLED = "Script killed by user with %s...";
    private static final String LOAD_TIMEOUT = "FUNCTION LOAD timeout";
    private static final String ABANDONED = "the script is run anew with more slots";

    private static final String BUSY = "BUSY Redis is busy running a script. You can only call %s or SHUTDOWN NOSAVE.";
    private static final String UNKILLABLE = "UNKILLABLE Sorry the script already executed write commands against the"
            + " dataset. You can either wait the script termination or kill the server in a hard way using the"
            + " SHUTDOWN NOSAVE command.";
    private static final Request NO_REQUEST = new Request();

    /** The error of a server that a script keeps busy. */
    static final String BUSY_SCRIPT = String.format(BUSY, "SCRIPT KILL");

    private final @Nullable NestedClient client;
    private final What what;
    private final long startNanos;
    private final long nanosMax;
    private final boolean here;
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
        this.here = true;
    }

    private RunningScript(What what, long startNanos, long nanosMax, boolean here) {
        this.client = null;
        this.what = what;
        this.startNanos = startNanos;
        this.nanosMax = nanosMax;
        this.here = here;
    }

    /** A library that is loaded, which may not take longer. */
    static RunningScript ofLoad(String library, long nanosMax) {
        return new RunningScript(new What(library, true, NO_REQUEST), System.nanoTime(), nanosMax, true);
    }

    /** One that runs on another node and holds slots of this one. */
    static RunningScript elsewhere(boolean isFunction, long startNanos) {
        return new RunningScript(new What("", isFunction, NO_REQUEST), startNanos, Long.MAX_VALUE, false);
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

    /** Whether it runs on this node. */
    boolean isHere() {
        return here;
    }

    private String killCommand() {
        return what.isFunction ? "FUNCTION KILL" : "SCRIPT KILL";
    }

    /** The error of a server that it keeps busy. */
    public String busyError() {
        return String.format(BUSY, killCommand());
    }

    /** Why it is not to be killed by a command for functions, or for scripts; null when it is. */
    @Nullable
    String killError(boolean function) {
        if (client != null && client.hasWritten()) {
            return UNKILLABLE;
        }
        return what.isFunction == function ? null : busyError();
    }

    /** Has it end soon, with an error. */
    void kill() {
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
