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

    /** A client is gone. */
    void onClose(Session session);
}
