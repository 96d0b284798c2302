package io.yggdrasil.resp.keyspace;

import org.jspecify.annotations.Nullable;

/**
 * What a key was at some moment, for WATCH.
 *
 * @param swaps how often its database had changed places with another
 * @param entry a token of the entry that differs for every write of it; null: there was none
 * @param stamp where there was no entry: moves when one comes or goes; may move for other reasons; or {@link #NO_STAMP}
 */
public record KeyVersion(long swaps, @Nullable Object entry, long stamp) {
    /** The stamp that tells nothing. */
    public static final long NO_STAMP = -1;

    /**
     * Whether the key was written, or may have been, between this moment and a later one. One exchange of databases is no
     * change where there was no key before and is none after; what happened between two exchanges is not known.
     */
    public boolean isChanged(KeyVersion later) {
        boolean none = entry == null && later.entry == null;
        if (swaps != later.swaps) {
            return !none || Math.abs(later.swaps - swaps) > 1;
        }
        if (none) {
            return stamp != later.stamp && stamp != NO_STAMP && later.stamp != NO_STAMP;
        }
        return entry == null || !entry.equals(later.entry);
    }
}
