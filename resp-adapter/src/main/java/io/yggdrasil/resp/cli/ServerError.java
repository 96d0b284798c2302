package io.yggdrasil.resp.cli;

import java.io.IOException;
import java.io.Serial;

/** The error that a server answered. */
final class ServerError extends IOException {
    @Serial
    private static final long serialVersionUID = 1L;

    ServerError(String text) {
        super(text);
    }
}
