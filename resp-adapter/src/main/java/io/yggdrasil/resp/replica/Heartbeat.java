package io.yggdrasil.resp.replica;

import java.io.IOException;

/** Called about once a second by whatever the link's thread waits for. */
@FunctionalInterface
interface Heartbeat {
    /** How often. */
    int MILLIS = 1_000;

    /** Shows the master that the link is alive; an exception ends the wait. */
    void beat() throws IOException;
}
