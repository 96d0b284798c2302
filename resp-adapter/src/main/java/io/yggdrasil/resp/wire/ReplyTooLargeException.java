package io.yggdrasil.resp.wire;

/** The replies of one read do not fit in one array of 2 GiB. Raised before any memory is taken. */
public final class ReplyTooLargeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ReplyTooLargeException(long wantedBytes) {
        super("reply of " + wantedBytes + " bytes is over the limit of 2 GiB", null, false, false);
    }
}
