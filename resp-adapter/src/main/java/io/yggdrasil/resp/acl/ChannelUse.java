package io.yggdrasil.resp.acl;

import io.yggdrasil.resp.command.Command;
import io.yggdrasil.resp.command.CommandFlag;
import io.yggdrasil.resp.wire.Request;

/** Which arguments of a request are channels that its user needs a right to; the ends of subscriptions need none. */
final class ChannelUse {
    /** Where they begin. */
    static final int FIRST = 1;

    private ChannelUse() {}

    /** The index behind the last one; {@link #FIRST} when there is none. */
    static int end(Command command, Request request) {
        if (!command.has(CommandFlag.PUBSUB)) {
            return FIRST;
        }
        return switch (command.fullName()) {
            case "publish", "spublish" -> FIRST + 1;
            case "subscribe", "ssubscribe", "psubscribe" -> request.count();
            default -> FIRST;
        };
    }
}
