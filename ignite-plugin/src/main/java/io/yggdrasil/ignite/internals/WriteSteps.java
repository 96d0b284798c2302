package io.yggdrasil.ignite.internals;

import java.util.ServiceLoader;

/**
 * Told of the steps by which writes become lasting here and known elsewhere, so that a test can end the process between any
 * two of them. Found by {@link ServiceLoader}; a server has none.
 */
public interface WriteSteps {
    /** A step that is done. */
    enum Step {
        /** One node was sent all writes of a transaction. */
        TELLING,
        /** The nodes that may come after this one have said that they know all writes of a transaction. */
        ANNOUNCED,
        /** All writes of a transaction are in the log as one record. */
        LOGGED,
        /** One entry is updated here. */
        UPDATED,
        /** One message with updates was given to the connection to another node. */
        SENT
    }

    /** Called behind the step, on the thread that made it and with whatever that holds. */
    void reached(Step step);
}
