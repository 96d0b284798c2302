package io.yggdrasil.resp.rdb;

import java.io.Serial;

/** Bytes that are not what an RDB file may hold, or end too early. */
public final class RdbFormatException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** Says what is wrong. */
    public RdbFormatException(String message) {
        super(message);
    }
}
