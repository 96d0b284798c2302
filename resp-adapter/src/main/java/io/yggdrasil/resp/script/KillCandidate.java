package io.yggdrasil.resp.script;

import java.util.Comparator;

/**
 * How a node's script compares with those of other nodes that may be killed instead of it: the least is.
 *
 * @param order scripts that make clients wait come first, and among them those that may be killed
 * @param millis for how long it runs; the longest comes first
 */
public record KillCandidate(int order, long millis) implements Comparable<KillCandidate> {
    /** No script runs. */
    public static final KillCandidate NONE = new KillCandidate(4, 0);

    private static final Comparator<KillCandidate> ORDER = Comparator.comparingInt(KillCandidate::order)
            .thenComparing(Comparator.comparingLong(KillCandidate::millis).reversed());

    static KillCandidate of(boolean busy, boolean killable, long millis) {
        return new KillCandidate((busy ? 0 : 2) + (killable ? 0 : 1), millis);
    }

    /** Whether no look at others is needed. */
    boolean isBest() {
        return order == 0;
    }

    @Override
    public int compareTo(KillCandidate other) {
        return ORDER.compare(this, other);
    }
}
