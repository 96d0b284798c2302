package io.yggdrasil.resp.wire;

import java.nio.charset.StandardCharsets;

/**
 * Input that breaks the protocol. The message is the text Redis sends after {@code -ERR } before it closes the
 * connection, each byte of it one character. Carries no stack trace: it is an answer, not a fault.
 */
public final class ProtocolException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ProtocolException(String message) {
        super(message, null, false, false);
    }

    /** The whole error as bytes, its code first. */
    public byte[] error() {
        return ("ERR " + getMessage()).getBytes(StandardCharsets.ISO_8859_1);
    }
}
