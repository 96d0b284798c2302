package io.yggdrasil.resp.command.connection;

import io.yggdrasil.resp.acl.Users;
import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.command.CommandHandler;
import io.yggdrasil.resp.command.RedisException;
import io.yggdrasil.resp.session.Session;
import io.yggdrasil.resp.wire.ReplyWriter;
import org.jspecify.annotations.Nullable;

/** HELLO: authenticates, names the connection, chooses the protocol; all of it or nothing. */
public final class Handshake implements CommandHandler {
    private final Users users;
    private final String redisVersion;
    private final boolean cluster;

    /**
     * Makes the handshake.
     *
     * @param users who may come in
     * @param redisVersion version of Redis that clients may take this server for
     * @param cluster whether cluster mode is on
     */
    public Handshake(Users users, String redisVersion, boolean cluster) {
        this.users = users;
        this.redisVersion = redisVersion;
        this.cluster = cluster;
    }

    @Override
    public void execute(Call call) {
        Session session = call.session();
        int version = version(call);
        String name = null;
        int user = 0;
        for (int i = 2; i < call.count(); i++) {
            int more = call.count() - 1 - i;
            if (call.is(i, "AUTH") && more >= 2) {
                user = i + 1;
                i += 2;
            } else if (call.is(i, "SETNAME") && more >= 1) {
                name = ClientNames.checked(call, i + 1);
                i++;
            } else {
                throw new RedisException("ERR Syntax error in HELLO option '" + call.text(i) + "'");
            }
        }
        if (user > 0) {
            ConnectionCommands.authenticate(users, call, call.token(user), call.bytes(user + 1));
        }
        if (!session.isAuthenticated()) {
            throw new RedisException("NOAUTH HELLO must be called with the client already authenticated, otherwise the"
                    + " HELLO <proto> AUTH <user> <pass> option can be used to authenticate the client and"
                    + " select the RESP protocol version at the same time");
        }
        apply(session, version, name);
        call.reply().version(session.protocol());
        answer(call.reply(), session);
    }

    /** The wanted protocol, 0 when none is named. */
    private static int version(Call call) {
        if (call.count() < 2) {
            return 0;
        }
        long version = call.integer(1, "ERR Protocol version is not an integer or out of range");
        if (version < 2 || version > 3) {
            throw new RedisException("NOPROTO unsupported protocol version");
        }
        return (int) version;
    }

    private static void apply(Session session, int version, @Nullable String name) {
        if (name != null) {
            session.name(name);
        }
        if (version != 0) {
            session.protocol(version);
        }
    }

    private void answer(ReplyWriter reply, Session session) {
        reply.map(7);
        reply.bulk("server");
        reply.bulk("redis");
        reply.bulk("version");
        reply.bulk(redisVersion);
        reply.bulk("proto");
        reply.integer(session.protocol());
        reply.bulk("id");
        reply.integer(session.id());
        reply.bulk("mode");
        reply.bulk(cluster ? "cluster" : "standalone");
        reply.bulk("role");
        reply.bulk("master");
        reply.bulk("modules");
        reply.array(0);
    }
}
