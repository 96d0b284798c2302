package io.yggdrasil.resp.client;

import java.io.IOException;
import java.io.Serial;

/** The error that a server answered. */
public final class ServerError extends IOException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** Makes one of the text without its dash. */
    public ServerError(String text) {
        super(text);
    }
}
