package io.yggdrasil.resp.keyspace;

import io.yggdrasil.resp.command.Keyspaces;
import java.util.function.LongSupplier;
import org.jspecify.annotations.NullMarked;

/** Sixteen databases in plain memory. */
@NullMarked
public final class InMemoryKeyspaces implements Keyspaces {
    private static final int DATABASES = 16;

    private final InMemoryKeyspace[] databases = new InMemoryKeyspace[DATABASES];

    /** Makes empty databases whose keys expire by {@code clockMillis}. */
    public InMemoryKeyspaces(LongSupplier clockMillis) {
        for (int i = 0; i < DATABASES; i++) {
            databases[i] = new InMemoryKeyspace(i, clockMillis);
        }
    }

    @Override
    public InMemoryKeyspace database(int index) {
        return databases[index];
    }

    @Override
    public int count() {
        return DATABASES;
    }

    @Override
    public void swap(int a, int b) {
        if (a != b) {
            databases[a].swapWith(databases[b]);
        }
    }
}
