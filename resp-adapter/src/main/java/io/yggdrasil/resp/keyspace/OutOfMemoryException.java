package io.yggdrasil.resp.keyspace;

/** A write was refused because the memory that the key's namespace may use is full. Nothing was written. */
public final class OutOfMemoryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Makes the exception; its text is the one that clients see. */
    public OutOfMemoryException() {
        super("OOM command not allowed when used memory > 'maxmemory'.", null, false, false);
    }
}
