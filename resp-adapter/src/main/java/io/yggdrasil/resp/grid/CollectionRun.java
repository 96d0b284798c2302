package io.yggdrasil.resp.grid;

import io.yggdrasil.ignite.collection.Collection;
import io.yggdrasil.resp.keyspace.Key;
import org.jspecify.annotations.Nullable;

/**
 * Commands that change the collection at one key and share it: it is read or made by the first, and stored once for all of them.
 *
 * <p>Threads: one.
 */
public final class CollectionRun {
    private final Store store;
    private boolean running;

    /** Whether some of the run is stored. */
    private boolean applied;

    /** Whether the run is not to be stored. */
    private boolean broken;

    private @Nullable Collection collection;
    private Key key = new Key();
    private int database;
    private boolean saved;
    private int knownEdits;

    CollectionRun(Store store) {
        this.store = store;
    }

    /** Begins: the collection at the key of the scope is stored by {@link #end}. */
    public void begin() {
        running = true;
        applied = false;
        broken = false;
    }

    /**
     * Stores what the commands have changed; throws what {@link io.yggdrasil.resp.keyspace.Keyspace#save} throws.
     *
     * @return false when that cannot be told from what a command has left behind that failed; nothing is stored then
     */
    public boolean end() {
        if (!broken) {
            settle();
        }
        running = false;
        return !broken;
    }

    /** Whether one more command may join; not if some of the run is stored already. */
    public boolean mayJoin() {
        return !applied && !broken;
    }

    /** Whether the last command left nothing behind but what it wants stored. */
    public boolean isWhole() {
        Collection open = collection;
        if (open == null || open.edits() == knownEdits) {
            return true;
        }
        broken = saved;
        drop();
        return !broken;
    }

    /** The collection at a key, if it is the one that the commands share. */
    @Nullable
    Collection at(int ofDatabase, Key wanted) {
        Collection open = running ? collection : null;
        return open != null && database == ofDatabase && key.sameAs(wanted) ? open : null;
    }

    /** A command has read a collection. */
    void onRead(int ofDatabase, Key at, Collection read) {
        if (running) {
            share(ofDatabase, at, read);
            saved = false;
        }
    }

    /** A command wants a collection stored; returns false if that is to be done at once. */
    boolean storesLater(int ofDatabase, Key at, Collection changed) {
        if (!running || applied) {
            return false;
        }
        if (changed != at(ofDatabase, at)) {
            share(ofDatabase, at, changed);
        }
        saved = true;
        knownEdits = changed.edits();
        return true;
    }

    private void share(int ofDatabase, Key at, Collection opened) {
        collection = opened;
        database = ofDatabase;
        key = at.copy();
        knownEdits = opened.edits();
    }

    /** Stores what is to be stored, so that whoever looks at entries sees what the run has changed. */
    void settle() {
        Collection changed = running && saved ? collection : null;
        if (running) {
            drop();
        }
        if (changed != null) {
            store.store(database, key, changed);
            applied = true;
        }
    }

    /** A command stores something at once. */
    void onApplied() {
        applied = true;
    }

    /** Forgets the collection, which is to be read again. */
    void drop() {
        collection = null;
        saved = false;
    }

    /** Ends without storing anything. */
    void close() {
        running = false;
        drop();
    }

    /** Where collections are stored. */
    @FunctionalInterface
    interface Store {
        void store(int database, Key key, Collection collection);
    }
}
