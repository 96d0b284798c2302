package io.yggdrasil.resp.clients;

import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.command.Errors;
import io.yggdrasil.resp.command.RedisException;
import io.yggdrasil.resp.session.Session;
import java.util.function.Predicate;

/** Which clients CLIENT KILL means: all that fit every option given. */
public final class ClientFilter implements Predicate<Session> {
    private final Session caller;
    private final Predicate<String> users;
    private Predicate<Session> options = session -> true;
    private boolean skipsCaller = true;

    private ClientFilter(Session caller, Predicate<String> users) {
        this.caller = caller;
        this.users = users;
    }

    /** The clients of one address; the caller may be among them. */
    public static ClientFilter ofAddress(Session caller, String address) {
        ClientFilter filter = new ClientFilter(caller, user -> false);
        filter.skipsCaller = false;
        filter.require(session -> session.link().remoteAddress().equals(address));
        return filter;
    }

    /** The filter of the options from argument {@code from} on; {@code users}: whether there is a user of a name. */
    public static ClientFilter parse(Call call, int from, Predicate<String> users) {
        ClientFilter filter = new ClientFilter(call.session(), users);
        for (int i = from; i < call.count(); i += 2) {
            if (i + 1 == call.count()) {
                throw Errors.syntax();
            }
            filter.option(call, i);
        }
        return filter;
    }

    private void option(Call call, int i) {
        if (call.is(i, "ID")) {
            long id = call.integer(i + 1, "ERR client-id should be greater than 0");
            if (id < 1) {
                throw new RedisException("ERR client-id should be greater than 0");
            }
            require(session -> session.id() == id);
        } else if (call.is(i, "TYPE")) {
            ClientType type = ClientType.named(call.text(i + 1));
            require(session -> ClientType.of(session) == type);
        } else if (call.is(i, "ADDR")) {
            String address = call.text(i + 1);
            require(session -> session.link().remoteAddress().equals(address));
        } else if (call.is(i, "LADDR")) {
            String address = call.text(i + 1);
            require(session -> session.link().localAddress().equals(address));
        } else if (call.is(i, "USER")) {
            String user = call.token(i + 1);
            if (!users.test(user)) {
                throw new RedisException("ERR No such user '" + call.text(i + 1) + "'");
            }
            require(session -> session.user().equals(user));
        } else if (call.is(i, "SKIPME")) {
            skipsCaller = yesOrNo(call, i + 1);
        } else {
            throw Errors.syntax();
        }
    }

    private static boolean yesOrNo(Call call, int i) {
        if (!call.is(i, "YES") && !call.is(i, "NO")) {
            throw Errors.syntax();
        }
        return call.is(i, "YES");
    }

    private void require(Predicate<Session> option) {
        options = options.and(option);
    }

    @Override
    public boolean test(Session session) {
        return !(skipsCaller && session == caller) && options.test(session);
    }
}
