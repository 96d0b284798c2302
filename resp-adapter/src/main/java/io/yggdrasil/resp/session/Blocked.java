package io.yggdrasil.resp.session;

/** A command of a client that waits: for an element, for copies, for a message. */
public interface Blocked {
    /**
     * CLIENT UNBLOCK: ends the wait as if its time were over, or with an error. Any thread; only the first end counts.
     *
     * @return whether it was still waiting
     */
    boolean unblock(boolean withError);
}
