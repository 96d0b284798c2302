package io.yggdrasil.resp.command.connection;

import static io.yggdrasil.resp.command.CommandFlag.ALLOW_BUSY;
import static io.yggdrasil.resp.command.CommandFlag.FAST;
import static io.yggdrasil.resp.command.CommandFlag.LOADING;
import static io.yggdrasil.resp.command.CommandFlag.NOSCRIPT;
import static io.yggdrasil.resp.command.CommandFlag.NO_AUTH;
import static io.yggdrasil.resp.command.CommandFlag.STALE;

import io.yggdrasil.resp.acl.UserSet;
import io.yggdrasil.resp.acl.Users;
import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.command.Command;
import io.yggdrasil.resp.command.CommandFamily;
import io.yggdrasil.resp.command.CommandGroup;
import io.yggdrasil.resp.command.CommandTable;
import io.yggdrasil.resp.command.Errors;
import io.yggdrasil.resp.command.RedisException;
import io.yggdrasil.resp.pubsub.PubSub;
import io.yggdrasil.resp.session.ReplyMode;
import io.yggdrasil.resp.session.Session;
import io.yggdrasil.resp.stats.Monitors;
import io.yggdrasil.resp.tracking.TrackingTable;

/** PING, ECHO, QUIT, RESET, AUTH and HELLO. */
public final class ConnectionCommands implements CommandFamily {
    private static final byte[] NO_MESSAGE = {};

    private final Users users;
    private final Monitors monitors;
    private final PubSub pubsub;
    private final TrackingTable tracking;
    private final Handshake handshake;

    /**
     * Makes the family.
     *
     * @param users who may come in
     * @param monitors what RESET takes a client out of
     * @param pubsub what it ends the subscriptions in
     * @param tracking what it ends client-side caching in
     * @param handshake what HELLO answers
     */
    public ConnectionCommands(
            Users users, Monitors monitors, PubSub pubsub, TrackingTable tracking, Handshake handshake) {
        this.users = users;
        this.monitors = monitors;
        this.pubsub = pubsub;
        this.tracking = tracking;
        this.handshake = handshake;
    }

    @Override
    public void register(CommandTable table) {
        table.add(connection("ping")
                .arity(-1)
                .syntax("[message]")
                .flags(FAST)
                .tips("request_policy:all_shards", "response_policy:all_succeeded")
                .summary("Answers PONG, or its argument.")
                .handler(ConnectionCommands::ping));
        table.add(connection("echo")
                .arity(2)
                .syntax("message")
                .flags(LOADING, STALE, FAST)
                .summary("Answers its argument.")
                .handler(call -> call.reply().bulk(call.bytes(1))));
        table.add(connection("quit")
                .arity(-1)
                .flags(ALLOW_BUSY, NOSCRIPT, LOADING, STALE, FAST, NO_AUTH)
                .deprecated("7.2.0", "closing the socket")
                .summary("Ends the connection.")
                .handler(ConnectionCommands::quit));
        table.add(connection("reset")
                .arity(1)
                .flags(NOSCRIPT, LOADING, STALE, FAST, NO_AUTH, ALLOW_BUSY)
                .since("6.2.0")
                .summary("Makes the connection as good as new.")
                .handler(this::reset));
        table.add(connection("auth")
                .arity(-2)
                .syntax("[username]@6.0.0 password")
                .flags(NOSCRIPT, LOADING, STALE, FAST, NO_AUTH, ALLOW_BUSY)
                .complexity("O(N) for N passwords of the user.")
                .summary("Says who the client is.")
                .handler(this::auth));
        table.add(connection("hello")
                .arity(-1)
                .syntax("arguments=[protover:integer [AUTH (username password)] [SETNAME clientname]]")
                .flags(NOSCRIPT, LOADING, STALE, FAST, NO_AUTH, ALLOW_BUSY)
                .since("6.0.0")
                .summary("Chooses the protocol and tells what server this is.")
                .handler(handshake));
    }

    private static Command.Builder connection(String name) {
        return Command.named(name).group(CommandGroup.CONNECTION);
    }

    private static void ping(Call call) {
        if (call.count() > 2) {
            throw Errors.arity("ping");
        }
        if (call.session().subscriptions().any() && call.session().protocol() == 2) {
            call.reply().array(2);
            call.reply().bulk("pong");
            call.reply().bulk(call.count() == 2 ? call.bytes(1) : NO_MESSAGE);
        } else if (call.count() == 2) {
            call.reply().bulk(call.bytes(1));
        } else {
            call.reply().pong();
        }
    }

    private static void quit(Call call) {
        call.reply().ok();
        call.session().closeAfterReply();
    }

    private void reset(Call call) {
        Session session = call.session();
        monitors.remove(session);
        pubsub.forget(session);
        tracking.disable(session);
        session.transaction(null);
        session.unwatch();
        session.takeAsking();
        session.clusterReads(false);
        session.replyMode(ReplyMode.ON);
        session.noEvict(false);
        session.noTouch(false);
        session.name("");
        session.database(0);
        session.protocol(2);
        users.admit(session);
        call.reply().version(2);
        call.reply().simple("RESET");
    }

    private void auth(Call call) {
        if (call.count() > 3) {
            throw Errors.syntax();
        }
        if (call.count() == 2 && users.current().defaultUser().isPasswordless()) {
            throw new RedisException("ERR AUTH <password> called without any password configured for the default user."
                    + " Are you sure your configuration is correct?");
        }
        String user = call.count() == 2 ? UserSet.DEFAULT_USER : call.token(1);
        authenticate(users, call, user, call.bytes(call.count() - 1));
        call.reply().ok();
    }

    /** Logs the client in; the user's name has one character a byte. */
    static void authenticate(Users users, Call call, String user, byte[] password) {
        if (!users.authenticate(call.session(), user, password, call.request())) {
            throw new RedisException("WRONGPASS invalid username-password pair or user is disabled.");
        }
    }
}
