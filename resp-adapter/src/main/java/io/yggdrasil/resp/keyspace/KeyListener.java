package io.yggdrasil.resp.keyspace;

/** Told of keys by the databases while a command runs; on its thread. Asked first whether it wants to be told. */
public interface KeyListener {
    /** Listens to nothing. */
    KeyListener NONE = new KeyListener() {};

    /** Whether {@link #onNew} and {@link #onRemoved} are to be called. */
    default boolean wantsNew() {
        return false;
    }

    /** A key that is not there is about to be stored. */
    default void onNew(int database, Key key) {}

    /** A key was removed. */
    default void onRemoved(int database, Key key) {}

    /** Whether {@link #onMissed} is to be called. */
    default boolean wantsMissed() {
        return false;
    }

    /** A key was looked for, to be read, and is not there; may be told more than once of one. */
    default void onMissed(int database, Key key) {}
}
