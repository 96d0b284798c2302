package io.yggdrasil.resp.command.connection;

import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.command.Errors;
import io.yggdrasil.resp.command.RedisException;

/** Client-side caching: off, and it cannot be switched on. */
final class Tracking {
    private Tracking() {}

    static void tracking(Call call) {
        if (call.is(2, "ON")) {
            throw new RedisException("ERR CLIENT TRACKING is not supported: this server sends no invalidations");
        }
        if (!call.is(2, "OFF")) {
            throw Errors.syntax();
        }
        call.reply().ok();
    }

    static void caching(Call call) {
        throw new RedisException("ERR CLIENT CACHING can be called only when the client is in tracking mode with"
                + " OPTIN or OPTOUT mode enabled");
    }

    static void redirection(Call call) {
        call.reply().integer(-1);
    }

    static void info(Call call) {
        call.reply().map(3);
        call.reply().bulk("flags");
        call.reply().set(1);
        call.reply().bulk("off");
        call.reply().bulk("redirect");
        call.reply().integer(-1);
        call.reply().bulk("prefixes");
        call.reply().array(0);
    }
}
