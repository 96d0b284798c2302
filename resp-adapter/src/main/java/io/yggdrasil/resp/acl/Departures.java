package io.yggdrasil.resp.acl;

import io.yggdrasil.resp.clients.ClientRegistry;
import io.yggdrasil.resp.command.Glob;
import io.yggdrasil.resp.pubsub.PubSub;
import io.yggdrasil.resp.session.Session;
import io.yggdrasil.resp.session.Subscription.Kind;
import io.yggdrasil.resp.wire.Latin;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Ends the connections of clients whose user is gone, and of subscribers who have lost a channel. */
final class Departures {
    private final ClientRegistry clients;
    private final PubSub pubsub;
    private volatile @Nullable Session spared;

    Departures(ClientRegistry clients, PubSub pubsub) {
        this.clients = clients;
        this.pubsub = pubsub;
    }

    /** Has this client get the reply to its running command before its connection ends; null: nobody. */
    void spare(@Nullable Session caller) {
        spared = caller;
    }

    /** Ends a client's connection. For the other clients it is gone at once; its socket follows on its own thread. */
    void dismiss(Session session) {
        pubsub.forget(session);
        if (session == spared) {
            session.closeAfterReply();
        } else {
            clients.remove(session);
            session.link().close(false);
        }
    }

    /** Dismisses a client that is subscribed to what its user may not hear any more. */
    void recheck(Session session, User was, User is) {
        if (!hasLost(was, is)) {
            return;
        }
        if (hears(session, is)) {
            dismiss(session);
        } else {
            // A subscription that was allowed may be on its way there now, behind the command that runs.
            session.link().execute(() -> {
                if (!session.closing() && session.user().equals(is.name()) && hears(session, is)) {
                    dismiss(session);
                }
            });
        }
    }

    private static boolean hasLost(User was, User is) {
        if (hasAllChannels(is)) {
            return false;
        }
        return hasAllChannels(was) || !patterns(is).containsAll(patterns(was));
    }

    private static boolean hasAllChannels(User user) {
        return user.selectors().stream().anyMatch(Selector::hasAllChannels);
    }

    private static Set<String> patterns(User user) {
        Set<String> all = new HashSet<>();
        user.selectors().forEach(selector -> all.addAll(selector.channelPatterns()));
        return all;
    }

    /** Whether the client is subscribed to something that the user may not subscribe to. */
    private static boolean hears(Session session, User user) {
        if (!session.subscriptions().any()) {
            return false;
        }
        Set<String> allowed = patterns(user);
        if (!allowed.containsAll(session.subscriptions().names(Kind.PATTERN))) {
            return true;
        }
        List<Glob> globs = allowed.stream()
                .map(pattern -> new Glob(Latin.bytes(pattern), false))
                .toList();
        return Stream.of(Kind.CHANNEL, Kind.SHARD)
                .flatMap(kind -> session.subscriptions().names(kind).stream())
                .map(Latin::bytes)
                .anyMatch(channel -> globs.stream().noneMatch(glob -> glob.matches(channel)));
    }
}
