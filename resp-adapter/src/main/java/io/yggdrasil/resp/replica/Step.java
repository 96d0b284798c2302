package io.yggdrasil.resp.replica;

/**
 * A request under way.
 *
 * @param what the command and its first argument, for messages
 * @param bytes its length
 * @param offset the master's offset behind it, or {@link #NO_OFFSET}
 * @param database the database behind it
 * @param isWhole whether the master's history can be taken up behind it; not inside of a transaction
 */
record Step(String what, long bytes, long offset, int database, boolean isWhole) {
    static final long NO_OFFSET = -1;

    /** A request that is none of the master's stream. */
    static Step ofLoad(String what, long bytes) {
        return new Step(what, bytes, NO_OFFSET, 0, false);
    }

    /** The same with what follows it and changes nothing. */
    Step upTo(long later) {
        return new Step(what, bytes, later, database, isWhole);
    }
}
