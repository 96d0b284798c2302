package io.yggdrasil.resp.server;

import io.yggdrasil.resp.session.Session;

/** Told of clients that come and go, on their event loops. */
public interface SessionListener {
    /**
     * A client connected.
     *
     * @return null to let it in, else the error it gets before it is closed
     */
    @org.jspecify.annotations.Nullable
    String onOpen(Session session);

    /**
     * Whether a client has authenticated or need not; before that it may send small requests only. Asked at large ones.
     */
    default boolean isAuthenticated(Session session) {
        return true;
    }

    /** A client is gone. */
    void onClose(Session session);
}
