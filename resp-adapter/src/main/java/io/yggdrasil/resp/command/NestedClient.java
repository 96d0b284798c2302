package io.yggdrasil.resp.command;

import io.yggdrasil.resp.session.Session;

/** For whom a running command runs others. Its flags may be read by any thread. */
public final class NestedClient {
    private static final int NO_SLOT = -1;

    private final Session session;
    private final Rights rights;
    private volatile boolean wrote;
    private volatile boolean abandoned;
    private int slot = NO_SLOT;

    /**
     * What a client's commands may do.
     *
     * @param readOnly whether they may not write
     * @param allowsOom whether they may take memory when there is none left
     * @param crossesSlots whether their keys may be of several slots in cluster mode
     */
    public record Rights(boolean readOnly, boolean allowsOom, boolean crossesSlots) {}

    /**
     * Makes a client.
     *
     * @param session its state: database, protocol, user
     * @param rights what its commands may do
     */
    public NestedClient(Session session, Rights rights) {
        this.session = session;
        this.rights = rights;
    }

    /** Its state. */
    public Session session() {
        return session;
    }

    /** Whether its commands may not write. */
    public boolean isReadOnly() {
        return rights.readOnly;
    }

    /** Whether its commands are run when memory is full: so it wants, or it has written and is not stopped half-way. */
    public boolean mayExceedMemory() {
        return rights.allowsOom || wrote;
    }

    /** Whether it may work on keys of this slot: they are all of one, unless it may cross slots. */
    public boolean mayUse(int keySlot) {
        if (slot == NO_SLOT) {
            slot = keySlot;
        }
        return rights.crossesSlots || slot == keySlot;
    }

    /** Notes that a command that writes is about to run. */
    public void onWrite() {
        wrote = true;
    }

    /** Whether a command that writes has run. */
    public boolean hasWritten() {
        return wrote;
    }

    /** Has the running command end soon, to be run anew elsewhere. It has not written. */
    public void abandon() {
        abandoned = true;
    }

    /** Whether the running command is to end soon. */
    public boolean isAbandoned() {
        return abandoned;
    }
}
