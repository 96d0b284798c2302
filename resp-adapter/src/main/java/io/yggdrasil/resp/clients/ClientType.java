package io.yggdrasil.resp.clients;

import io.yggdrasil.resp.command.RedisException;
import io.yggdrasil.resp.session.Session;
import java.util.Locale;

/** Classes of clients as CLIENT LIST and CLIENT KILL name them. */
public enum ClientType {
    NORMAL,
    MASTER,
    REPLICA,
    PUBSUB;

    /** The class of a client. There are neither masters nor replicas among the clients of a grid. */
    public static ClientType of(Session session) {
        return session.subscriptions().any() ? PUBSUB : NORMAL;
    }

    /** The class of a name in any case; an error reply for another. */
    public static ClientType named(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "normal" -> NORMAL;
            case "master" -> MASTER;
            case "replica", "slave" -> REPLICA;
            case "pubsub" -> PUBSUB;
            default -> throw new RedisException("ERR Unknown client type '" + name + "'");
        };
    }
}
