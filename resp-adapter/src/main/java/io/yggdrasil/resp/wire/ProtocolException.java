package io.yggdrasil.resp.wire;

/**
 * Input that breaks the protocol. The message is the text Redis sends after {@code -ERR } before it closes the
 * connection. Carries no stack trace: it is an answer, not a fault.
 */
public final class ProtocolException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ProtocolException(String message) {
        super(message, null, false, false);
    }
}
