package io.yggdrasil.accel;

/**
 * A device or its library failed at what it should be able to do: no memory, no time, gone. The arguments were right, and another
 * accelerator may do the same work; what was to be written is of no use.
 */
public final class AcceleratorException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Tells what failed, in one line. */
    public AcceleratorException(String message) {
        super(message);
    }

    /** Tells what failed, in one line, and how that showed. */
    public AcceleratorException(String message, Throwable cause) {
        super(message, cause);
    }
}
