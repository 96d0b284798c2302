package io.yggdrasil.tier.region;

import java.io.Serial;

/** A system call that failed; its message is the system's word for the error, as {@code Permission denied}. */
final class SystemCallException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    private final int error;

    SystemCallException(int error) {
        super(LibC.strerror(error));
        this.error = error;
    }

    /** The error number. */
    int error() {
        return error;
    }
}
