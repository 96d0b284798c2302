package io.yggdrasil.resp.dispatch;

import io.yggdrasil.resp.command.Command;
import io.yggdrasil.resp.session.Session;
import io.yggdrasil.resp.wire.Request;

/** Observes nothing, for servers of tests that have no state of their own. */
public final class SilentObserver implements CommandObserver {
    @Override
    public void onRequest(Session session, Command command, Request request) {}

    @Override
    public boolean wantsRequests() {
        return false;
    }

    @Override
    public void onCommand(Session session, Command command, Request request, long nanos, boolean failed) {}

    @Override
    public void onRejected(Session session, Command command) {}

    @Override
    public void onError(String message) {}
}
