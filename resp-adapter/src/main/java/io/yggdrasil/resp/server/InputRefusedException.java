package io.yggdrasil.resp.server;

/**
 * A client's request is not taken. With a message, it is the error that the client gets; without, the connection closes
 * as Redis closes it, wordless. Carries no stack trace: it is an answer, not a fault.
 */
final class InputRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InputRefusedException(String message) {
        super(message, null, false, false);
    }
}
