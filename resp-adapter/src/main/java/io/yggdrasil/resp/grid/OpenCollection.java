package io.yggdrasil.resp.grid;

import io.yggdrasil.ignite.collection.Collection;
import io.yggdrasil.resp.keyspace.Key;
import org.jspecify.annotations.Nullable;

/**
 * The collection that the commands of a run share: one that they have read or made, and that is stored when the run ends.
 *
 * <p>Threads: one.
 */
final class OpenCollection {
    private @Nullable Collection collection;
    private Key key = new Key();
    private int database;
    private boolean saved;
    private int knownEdits;

    /** The collection at a key, if it is the one that is open. */
    @Nullable
    Collection at(int ofDatabase, Key wanted) {
        Collection open = collection;
        return open != null && database == ofDatabase && key.sameAs(wanted) ? open : null;
    }

    /** Opens a collection as it was read. */
    void read(int ofDatabase, Key at, Collection read) {
        set(ofDatabase, at, read);
        saved = false;
    }

    /** A command has changed the collection, which is to be stored. */
    void save(int ofDatabase, Key at, Collection changed) {
        if (changed != at(ofDatabase, at)) {
            set(ofDatabase, at, changed);
        }
        saved = true;
        knownEdits = changed.edits();
    }

    private void set(int ofDatabase, Key at, Collection opened) {
        collection = opened;
        database = ofDatabase;
        key = at.copy();
        knownEdits = opened.edits();
    }

    /** Whether a command has changed the collection and not saved it, as it failed. */
    boolean hasStrayChange() {
        Collection open = collection;
        return open != null && open.edits() != knownEdits;
    }

    /** Whether there is something to store. */
    boolean isSaved() {
        return saved && collection != null;
    }

    Key key() {
        return key;
    }

    int database() {
        return database;
    }

    /** Closes the collection; answers what is to be stored, if {@link #isSaved}. */
    @Nullable
    Collection close() {
        Collection open = saved ? collection : null;
        collection = null;
        saved = false;
        return open;
    }
}
