package io.yggdrasil.resp.state;

import io.yggdrasil.resp.acl.Users;
import io.yggdrasil.resp.clients.ClientRegistry;
import io.yggdrasil.resp.clients.Loopback;
import io.yggdrasil.resp.parameter.Parameter;
import io.yggdrasil.resp.parameter.Parameters;
import io.yggdrasil.resp.pubsub.PubSub;
import io.yggdrasil.resp.server.SessionListener;
import io.yggdrasil.resp.session.Session;
import io.yggdrasil.resp.stats.Monitors;
import io.yggdrasil.resp.tracking.TrackingTable;
import org.jspecify.annotations.Nullable;

/** Lets clients in or turns them away, and keeps the list of those that are in. */
final class Doorkeeper implements SessionListener {
    private static final String DENIED =
            "DENIED Redis is running in protected mode because protected mode is enabled and"
                    + " no password is set for the default user. In this mode connections are only accepted from the loopback"
                    + " interface. If you want to connect from external computers to Redis you may adopt one of the following"
                    + " solutions: 1) Just disable protected mode sending the command 'CONFIG SET protected-mode no' from the"
                    + " loopback interface by connecting to Redis from the same host the server is running, however MAKE SURE"
                    + " Redis is not publicly accessible from internet if you do so. Use CONFIG REWRITE to make this change"
                    + " permanent. 2) Alternatively you can just disable the protected mode by editing the Redis configuration"
                    + " file, and setting the protected mode option to 'no', and then restarting the server. 3) If you started"
                    + " the server manually just for testing, restart it with the '--protected-mode no' option. 4) Set up an"
                    + " authentication password for the default user. NOTE: You only need to do one of the above things in order"
                    + " for the server to start accepting connections from the outside.";

    private final ClientRegistry clients;
    private final Users users;
    private final Monitors monitors;
    private final PubSub pubsub;
    private final TrackingTable tracking;
    private final Parameter clientsMax;
    private final Parameter protectedMode;

    Doorkeeper(
            ClientRegistry clients,
            Users users,
            Monitors monitors,
            PubSub pubsub,
            TrackingTable tracking,
            Parameters parameters) {
        this.clients = clients;
        this.users = users;
        this.monitors = monitors;
        this.pubsub = pubsub;
        this.tracking = tracking;
        this.clientsMax = parameters.get("maxclients");
        this.protectedMode = parameters.get("protected-mode");
    }

    @Override
    public @Nullable String onOpen(Session session) {
        if (clients.count() >= clientsMax.number()) {
            clients.countRejected();
            return "ERR max number of clients reached";
        }
        if (protectedMode.isOn() && users.current().defaultUser().isPasswordless() && !Loopback.isLocal(session)) {
            clients.countRejected();
            return DENIED;
        }
        clients.add(session); // First, so that a change of the users that comes now reaches it.
        users.admit(session);
        return null;
    }

    @Override
    public boolean isAuthenticated(Session session) {
        return users.isAuthenticated(session);
    }

    @Override
    public void onClose(Session session) {
        monitors.remove(session);
        pubsub.forget(session);
        tracking.disable(session);
        clients.remove(session);
    }
}
