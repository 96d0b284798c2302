package io.yggdrasil.resp.session;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;

/**
 * CLIENT TRACKING of one client: of which keys it is told that they have changed, and where that is sent.
 *
 * <p>Threads: the options never change; what else there is may be read by any thread.
 */
public final class KeyTracking {
    private final Options options;
    private final List<String> beingRead = new ArrayList<>();
    private volatile boolean cachingGiven;
    private volatile boolean redirectionBroken;

    /**
     * How keys are tracked.
     *
     * @param redirection number of the client that is told; 0: the tracking one itself
     * @param broadcast whether it is told of all keys with the prefixes, rather than of those it has read
     * @param optIn whether only keys count that are read right behind CLIENT CACHING YES
     * @param optOut whether keys do not count that are read right behind CLIENT CACHING NO
     * @param noLoop whether it need not be told of what it changes itself
     * @param prefixes of the keys that are broadcast, one character a byte; a single empty one means all keys
     */
    public record Options(
            long redirection,
            boolean broadcast,
            boolean optIn,
            boolean optOut,
            boolean noLoop,
            SortedSet<String> prefixes) {}

    /** Makes the state of a client that begins to track keys. */
    public KeyTracking(Options options) {
        this.options = options;
    }

    /** How keys are tracked. */
    public Options options() {
        return options;
    }

    /** Whether the keys that the next command reads are to be remembered. */
    public boolean remembersReads() {
        return !options.broadcast && !(options.optIn && !cachingGiven) && !(options.optOut && cachingGiven);
    }

    /** Whether CLIENT CACHING was given for the next command. */
    public boolean cachingGiven() {
        return cachingGiven;
    }

    /** Notes CLIENT CACHING, or (false) that the command behind it has run. */
    public void cachingGiven(boolean given) {
        if (cachingGiven != given) {
            cachingGiven = given;
        }
    }

    /** Whether the client that is to be told was gone when there was something to tell. */
    public boolean isRedirectionBroken() {
        return redirectionBroken;
    }

    /** Notes that the client that is to be told is gone. */
    public void redirectionBroken() {
        redirectionBroken = true;
    }

    /** Adds a key that a command is reading, whose reply is still to come. */
    public synchronized void addBeingRead(String key) {
        beingRead.add(key);
    }

    /** Returns the keys that were being read and forgets them: all replies are made. */
    public synchronized List<String> takeBeingRead() {
        if (beingRead.isEmpty()) {
            return List.of();
        }
        List<String> taken = List.copyOf(beingRead);
        beingRead.clear();
        return taken;
    }
}
