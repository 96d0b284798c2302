package io.yggdrasil.accel.compress;

/** Bytes cannot be decompressed: they are damaged, or want another dictionary. The message tells which. */
public final class DecompressionException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Tells what is wrong. */
    public DecompressionException(String message) {
        super(message);
    }

    /** Tells what is wrong, and what found it. */
    public DecompressionException(String message, Throwable cause) {
        super(message, cause);
    }
}
