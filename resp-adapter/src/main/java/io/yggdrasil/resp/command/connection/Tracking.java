package io.yggdrasil.resp.command.connection;

import io.yggdrasil.resp.clients.ClientRegistry;
import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.command.DeferredReply;
import io.yggdrasil.resp.command.Errors;
import io.yggdrasil.resp.command.RedisException;
import io.yggdrasil.resp.session.KeyTracking;
import io.yggdrasil.resp.session.Session;
import io.yggdrasil.resp.tracking.TrackingTable;
import io.yggdrasil.resp.wire.ReplyWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** CLIENT TRACKING, CACHING, GETREDIR and TRACKINGINFO: client-side caching. */
final class Tracking {
    private static final String OTHER_MODE =
            " before disabling tracking for this client, and then re-enabling it with a" + " different mode.";

    private final ClientRegistry clients;
    private final TrackingTable table;

    Tracking(ClientRegistry clients, TrackingTable table) {
        this.clients = clients;
        this.table = table;
    }

    void tracking(Call call) {
        Given given = parse(call);
        if (call.is(2, "OFF")) {
            table.disable(call.session());
            call.reply().ok();
            return;
        }
        if (!call.is(2, "ON")) {
            throw Errors.syntax();
        }
        enable(call, given.checked(call.session()));
    }

    /** What the options say. */
    private static final class Given {
        private long redirection;
        private boolean broadcast;
        private boolean optIn;
        private boolean optOut;
        private boolean noLoop;
        private final List<String> prefixes = new ArrayList<>();

        KeyTracking.Options checked(Session session) {
            KeyTracking now = session.tracking();
            KeyTracking.Options before = now == null ? null : now.options();
            if (!broadcast && !prefixes.isEmpty()) {
                throw new RedisException("ERR PREFIX option requires BCAST mode to be enabled");
            }
            if (before != null && before.broadcast() != broadcast) {
                throw new RedisException("ERR You can't switch BCAST mode on/off" + OTHER_MODE);
            }
            if (broadcast && (optIn || optOut)) {
                throw new RedisException("ERR OPTIN and OPTOUT are not compatible with BCAST");
            }
            if (optIn && optOut) {
                throw new RedisException("ERR You can't specify both OPTIN mode and OPTOUT mode");
            }
            if (before != null && (optIn && before.optOut() || optOut && before.optIn())) {
                throw new RedisException("ERR You can't switch OPTIN/OPTOUT mode" + OTHER_MODE);
            }
            return new KeyTracking.Options(redirection, broadcast, optIn, optOut, noLoop, allPrefixes(before));
        }

        private TreeSet<String> allPrefixes(KeyTracking.@Nullable Options before) {
            TreeSet<String> all = new TreeSet<>(before == null ? List.of() : before.prefixes());
            for (int i = 0; i < prefixes.size(); i++) {
                String prefix = prefixes.get(i);
                for (String old : all) {
                    refuseOverlap(prefix, old, "an existing prefix");
                }
                for (String other : prefixes.subList(i + 1, prefixes.size())) {
                    refuseOverlap(prefix, other, "another provided prefix");
                }
            }
            all.addAll(prefixes);
            if (broadcast && prefixes.isEmpty()) {
                all.add("");
            }
            return all;
        }

        private static void refuseOverlap(String prefix, String other, String which) {
            if (prefix.startsWith(other) || other.startsWith(prefix)) {
                throw new RedisException("ERR Prefix '" + prefix + "' overlaps with " + which + " '" + other
                        + "'. Prefixes for a single client must not overlap.");
            }
        }
    }

    private Given parse(Call call) {
        Given given = new Given();
        for (int i = 3; i < call.count(); i++) {
            boolean more = i + 1 < call.count();
            if (call.is(i, "REDIRECT") && more) {
                redirect(call, ++i, given);
            } else if (call.is(i, "BCAST")) {
                given.broadcast = true;
            } else if (call.is(i, "OPTIN")) {
                given.optIn = true;
            } else if (call.is(i, "OPTOUT")) {
                given.optOut = true;
            } else if (call.is(i, "NOLOOP")) {
                given.noLoop = true;
            } else if (call.is(i, "PREFIX") && more) {
                given.prefixes.add(call.token(++i));
            } else {
                throw Errors.syntax();
            }
        }
        return given;
    }

    private void redirect(Call call, int index, Given given) {
        if (given.redirection != 0) {
            throw new RedisException("ERR A client can only redirect to a single other client");
        }
        given.redirection = call.integer(index);
        if (clients.find(given.redirection) == null) {
            throw new RedisException("ERR The client ID you want redirect to does not exist");
        }
    }

    /** The first client that tracks keys waits until changes are told of. In a transaction it cannot: it is told it missed some. */
    private void enable(Call call, KeyTracking.Options options) {
        Session session = call.session();
        CompletableFuture<Void> listening = table.listen();
        if (listening.isDone() && !listening.isCompletedExceptionally()) {
            table.enable(session, options);
            call.reply().ok();
        } else if (call.canDefer()) {
            DeferredReply reply = call.defer();
            listening.whenComplete((done, failure) -> {
                if (failure == null) {
                    table.enable(session, options);
                }
                reply.complete(failure == null ? ReplyWriter::ok : Tracking::refuse);
            });
        } else {
            throw new RedisException(
                    "TRYAGAIN CLIENT TRACKING has to be called outside of a transaction by the first client of a server");
        }
    }

    private static void refuse(ReplyWriter reply) {
        reply.error("ERR changes of keys cannot be listened to now, the server's log tells why");
    }

    void caching(Call call) {
        KeyTracking tracking = call.session().tracking();
        if (tracking == null) {
            throw new RedisException("ERR CLIENT CACHING can be called only when the client is in tracking mode with"
                    + " OPTIN or OPTOUT mode enabled");
        }
        if (call.is(2, "YES")) {
            if (!tracking.options().optIn()) {
                throw new RedisException(
                        "ERR CLIENT CACHING YES is only valid when tracking is enabled in OPTIN mode.");
            }
        } else if (!call.is(2, "NO")) {
            throw Errors.syntax();
        } else if (!tracking.options().optOut()) {
            throw new RedisException("ERR CLIENT CACHING NO is only valid when tracking is enabled in OPTOUT mode.");
        }
        tracking.cachingGiven(true);
        call.reply().ok();
    }

    static void redirection(Call call) {
        KeyTracking tracking = call.session().tracking();
        call.reply().integer(tracking == null ? -1 : tracking.options().redirection());
    }

    static void info(Call call) {
        KeyTracking tracking = call.session().tracking();
        List<String> flags = flags(tracking);
        call.reply().map(3);
        call.reply().bulk("flags");
        call.reply().set(flags.size());
        flags.forEach(call.reply()::bulk);
        call.reply().bulk("redirect");
        redirection(call);
        call.reply().bulk("prefixes");
        call.reply().array(tracking == null ? 0 : tracking.options().prefixes().size());
        if (tracking != null) {
            tracking.options()
                    .prefixes()
                    .forEach(prefix -> call.reply().bulk(prefix.getBytes(StandardCharsets.ISO_8859_1)));
        }
    }

    private static List<String> flags(@Nullable KeyTracking tracking) {
        if (tracking == null) {
            return List.of("off");
        }
        List<String> flags = new ArrayList<>(List.of("on"));
        KeyTracking.Options options = tracking.options();
        addIf(options.broadcast(), "bcast", flags);
        addIf(options.optIn(), "optin", flags);
        addIf(options.optIn() && tracking.cachingGiven(), "caching-yes", flags);
        addIf(options.optOut(), "optout", flags);
        addIf(options.optOut() && tracking.cachingGiven(), "caching-no", flags);
        addIf(options.noLoop(), "noloop", flags);
        addIf(tracking.isRedirectionBroken(), "broken_redirect", flags);
        return flags;
    }

    private static void addIf(boolean is, String flag, List<String> flags) {
        if (is) {
            flags.add(flag);
        }
    }
}
