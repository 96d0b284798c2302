package io.yggdrasil.resp.replica;

import java.io.IOException;

/** Why a link cannot go on. */
final class LinkException extends IOException {
    private static final long serialVersionUID = 1L;

    /** What helps. */
    enum Cure {
        /** To try again, from where it was. */
        RETRY,
        /** To try again from the start, as it is not known what was applied. */
        RELOAD,
        /** Nothing that the link could do. */
        STOP
    }

    private final Cure cure;

    LinkException(Cure cure, String message) {
        super(message);
        this.cure = cure;
    }

    Cure cure() {
        return cure;
    }
}
