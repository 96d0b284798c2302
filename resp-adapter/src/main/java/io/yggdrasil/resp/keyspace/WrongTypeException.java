package io.yggdrasil.resp.keyspace;

/** A key holds a value of another type than the command works on. Without a stack trace. */
public final class WrongTypeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Makes the exception; its text is the one that clients see. */
    public WrongTypeException() {
        super("WRONGTYPE Operation against a key holding the wrong kind of value", null, false, false);
    }
}
