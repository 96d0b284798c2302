package io.yggdrasil.resp.grid;

import io.yggdrasil.ignite.internals.EntryKey;
import io.yggdrasil.ignite.internals.EntryRow;
import io.yggdrasil.resp.keyspace.Key;
import io.yggdrasil.resp.keyspace.Keyspace.KeyVisitor;
import org.jspecify.annotations.Nullable;

/**
 * The entries of several nodes as one command sees them. Keyspaces that are made over a window route no keys and open no
 * scope: whoever runs the command does that, twice. The first run only asks where things are: {@link #wants} is told the
 * keys and {@link #isPlanning} is true. The second works.
 *
 * <p>Threads: one at a time. Methods may block.
 */
public interface SpanWindow {
    /** Whether this run is the one that asks. */
    boolean isPlanning();

    /** A key that the command has. */
    void wants(int database, Key key);

    /** The command is about all keys; {@code writes} tells whether it changes them. */
    void wantsAll(boolean writes);

    /** Whether the command is about all keys, so that it may look at any. */
    boolean wantsAll();

    /** The entry as it stands, earlier writes of the command included. Valid until the next call. */
    EntryRow row(EntryKey key, long nowMillis);

    /** As {@code EntryScope.mayReuseNode}. */
    boolean mayReuseNode(EntryKey root, long owner, int id);

    /** As {@code EntryScope.put}. */
    void put(EntryKey key, Object value, long expireTime, long nowMillis);

    /** As {@code EntryScope.remove}. */
    boolean remove(EntryKey key, long nowMillis);

    /** Number of keys of a database on all nodes. */
    long size(int database);

    /** As {@code Keyspace.scan}, over all nodes. */
    long scan(int database, long cursor, int count, KeyVisitor visitor);

    /** Some key of a database, or null when there is none. */
    byte @Nullable [] randomKey(int database);

    /** Removes all keys of a database on all nodes. */
    void clear(int database);
}
