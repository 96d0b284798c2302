package io.yggdrasil.resp.command;

/**
 * An error reply. The message is the whole text behind the dash, code first, as Redis sends it. It has no stack trace:
 * it is an answer, and throwing it costs next to nothing.
 */
public final class RedisException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Makes an error reply from its text, code included. */
    public RedisException(String message) {
        super(message, null, false, false);
    }
}
