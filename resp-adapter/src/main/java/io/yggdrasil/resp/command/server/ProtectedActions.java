package io.yggdrasil.resp.command.server;

import io.yggdrasil.resp.clients.Loopback;
import io.yggdrasil.resp.command.Call;

/** Whether parameters like {@code enable-debug-command} let a client do what they guard: nobody, everybody, or locals. */
final class ProtectedActions {
    private ProtectedActions() {}

    static boolean allows(ServerFacts facts, String parameter, Call call) {
        return switch (facts.parameters().text(parameter)) {
            case "yes" -> true;
            case "local" -> Loopback.isLocal(call.session());
            default -> false;
        };
    }
}
