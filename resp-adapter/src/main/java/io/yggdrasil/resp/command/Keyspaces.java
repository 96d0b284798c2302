package io.yggdrasil.resp.command;

import io.yggdrasil.resp.keyspace.Keyspace;

/** The databases that a call can reach. */
public interface Keyspaces {
    /** Database by index, {@code 0 <= index < count()}. */
    Keyspace database(int index);

    /** Number of databases. */
    int count();

    /** Swaps the contents of two databases for every client of the grid. */
    void swap(int a, int b);
}
