package io.yggdrasil.resp.dispatch;

import io.yggdrasil.resp.command.Command;
import io.yggdrasil.resp.session.Session;
import io.yggdrasil.resp.wire.Request;
import org.jspecify.annotations.Nullable;

/** Who may run what, and when. */
@FunctionalInterface
public interface AccessControl {
    /** The error reply that refuses the command, or null when the session may run it. */
    @Nullable
    String refusal(Session session, Command command, Request request);

    /** Whether the command, which may run, has to wait: clients are paused, or room is made for what it adds. */
    default boolean holds(Session session, Command command, Request request) {
        return false;
    }

    /** Whether entries that have expired may not be removed now: the server's clients are paused. */
    default boolean holdsExpiry() {
        return false;
    }

    /** When to ask again whether a command has to wait, in milliseconds. */
    default long holdMillis() {
        return 1;
    }
}
