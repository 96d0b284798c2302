package io.yggdrasil.resp.dispatch;

import io.yggdrasil.resp.command.Command;
import io.yggdrasil.resp.session.Session;
import io.yggdrasil.resp.wire.Request;
import org.jspecify.annotations.Nullable;

/** Who may run what. */
@FunctionalInterface
public interface AccessControl {
    /** The error reply that refuses the command, or null when the session may run it. */
    @Nullable
    String refusal(Session session, Command command, Request request);
}
