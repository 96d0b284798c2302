package io.yggdrasil.resp.clients;

import io.yggdrasil.resp.session.Session;

/** Which clients are on this machine. */
public final class Loopback {
    private Loopback() {}

    /** Whether the client came through a loopback address. */
    public static boolean isLocal(Session session) {
        String address = session.link().remoteAddress();
        return address.startsWith("127.")
                || address.startsWith("[::1]")
                || address.startsWith("[0:0:0:0:0:0:0:1]")
                || address.startsWith("[::ffff:127.");
    }
}
