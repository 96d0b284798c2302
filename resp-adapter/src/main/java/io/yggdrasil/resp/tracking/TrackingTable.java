package io.yggdrasil.resp.tracking;

import io.yggdrasil.resp.session.KeyTracking;
import io.yggdrasil.resp.session.Session;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Which clients of this node have read which keys, to tell each of them, once, that a key has changed.
 *
 * <p>Keys are text of one character a byte, whatever their database. Threads: any.
 */
public final class TrackingTable {
    /*
     * A key is remembered before it is read, and until the reply is made its changes do not take it out of the table:
     *
     *   remember(k) ... the owner reads k, maybe after a change ... the reply is made, settle ... a change: tell, forget
     *
     * Were it remembered behind the read, a change in between would be missed; were it taken out by a change before the
     * read, so would the next one. What is told meanwhile reaches the client behind the reply, as pushes do, so it drops
     * what it has just got: needless when the change came first, but never wrong.
     */

    /** Keys that one look at the table's size takes out of it at most. */
    private static final int FORGOTTEN_AT_ONCE = 100;

    private final LongFunction<@Nullable Session> clients;
    private final LongSupplier keysMax;

    /** For each key the numbers of its readers, and whether each is still reading it. Changed inside compute only. */
    private final Map<String, Map<Long, Boolean>> readers = new ConcurrentHashMap<>();

    private final Set<Session> tracking = ConcurrentHashMap.newKeySet();
    private final ThreadLocal<@Nullable Writing> writing = new ThreadLocal<>();
    private volatile ChangeSource source = () -> CompletableFuture.completedFuture(null);

    /**
     * Makes an empty table.
     *
     * @param clients finds a client of this node by its number
     * @param keysMax how many keys it may hold, 0 for any number
     */
    public TrackingTable(LongFunction<@Nullable Session> clients, LongSupplier keysMax) {
        this.clients = clients;
        this.keysMax = keysMax;
    }

    /** Says who tells of changes. */
    public void source(ChangeSource next) {
        source = next;
    }

    /** Begins to hear of changes; to be complete before {@link #enable}. */
    public CompletableFuture<Void> listen() {
        return source.listen();
    }

    /** Lets a client track keys, from now on as it says. */
    public void enable(Session session, KeyTracking.Options options) {
        KeyTracking next = new KeyTracking(options);
        KeyTracking before = session.tracking();
        next.cachingGiven(before != null && before.cachingGiven());
        settle(session);
        session.tracking(next);
        tracking.add(session);
        if (session.closing()) {
            disable(session);
        }
    }

    /** Ends the tracking of a client. Keys that it has read go from the table when they change. */
    public void disable(Session session) {
        settle(session);
        session.tracking(null);
        tracking.remove(session);
    }

    /** Notes that a client is about to read a key. */
    public void remember(Session session, String key) {
        KeyTracking state = session.tracking();
        if (state == null || !state.remembersReads()) {
            return;
        }
        state.addBeingRead(key);
        readers.compute(key, (name, known) -> {
            Map<Long, Boolean> all = known == null ? new HashMap<>(2) : known;
            all.put(session.id(), true);
            return all;
        });
        shrink(FORGOTTEN_AT_ONCE);
    }

    /** All replies to what a client has read are made. */
    public void settle(Session session) {
        KeyTracking state = session.tracking();
        if (state != null) {
            for (String key : state.takeBeingRead()) {
                readers.computeIfPresent(key, (name, all) -> {
                    all.replace(session.id(), false);
                    return all;
                });
            }
        }
    }

    /** Takes keys out of the table that are more than it may hold, as their number, or the limit, has changed. */
    public void shrink() {
        shrink(Integer.MAX_VALUE);
    }

    private void shrink(int most) {
        long max = keysMax.getAsLong();
        if (max == 0 || readers.size() <= max) {
            return;
        }
        Iterator<String> keys = readers.keySet().iterator();
        for (int i = 0; i < most && keys.hasNext() && readers.size() > max; i++) {
            invalidate(keys.next());
        }
    }

    /** A client whose command runs on a thread, the keys that have changed meanwhile, and the command that it runs inside of. */
    private record Writing(
            Session session, Set<String> changed, @Nullable Writing outer) {}

    /** Whether any client tracks keys: then {@link #begin} and {@link #end} are to be called around commands. */
    public boolean isUsed() {
        return !tracking.isEmpty();
    }

    /**
     * A client's command begins on this thread. What it changes is told to clients that hear of all keys when it ends, together;
     * the client itself need not hear of it, if it wishes so.
     */
    public void begin(Session session) {
        writing.set(new Writing(session, new LinkedHashSet<>(), writing.get()));
    }

    /** The command that has begun on this thread last has ended. */
    public void end() {
        Writing ended = writing.get();
        if (ended == null) {
            throw new IllegalStateException("no command has begun");
        }
        try {
            if (!ended.changed.isEmpty()) {
                broadcast(ended.changed);
            }
        } finally {
            writing.set(ended.outer);
        }
    }

    /** Tells the clients that a key has changed. */
    public void changed(String key) {
        if (tracking.isEmpty()) {
            return;
        }
        Writing now = writing.get();
        if (now == null) {
            broadcast(Set.of(key));
        } else {
            now.changed.add(key);
        }
        invalidate(key);
    }

    /** As in Redis, keys of different prefixes come in different messages. */
    private void broadcast(Set<String> keys) {
        for (Session session : tracking) {
            KeyTracking state = session.tracking();
            if (state != null && state.options().broadcast()) {
                for (String prefix : state.options().prefixes()) {
                    List<String> wanted =
                            keys.stream().filter(key -> key.startsWith(prefix)).toList();
                    if (!wanted.isEmpty()) {
                        tell(session, state, wanted);
                    }
                }
            }
        }
    }

    private void invalidate(String key) {
        List<Long> told = new ArrayList<>();
        readers.computeIfPresent(key, (name, all) -> {
            told.addAll(all.keySet());
            all.values().removeIf(beingRead -> !beingRead);
            return all.isEmpty() ? null : all;
        });
        for (long id : told) {
            Session session = clients.apply(id);
            KeyTracking state = session == null ? null : session.tracking();
            if (session != null && state != null && !state.options().broadcast()) {
                tell(session, state, List.of(key));
            }
        }
    }

    /** Tells all clients that any key may have changed: the databases are emptied, or changes may have been missed. */
    public void allChanged() {
        readers.clear();
        for (Session session : tracking) {
            KeyTracking state = session.tracking();
            if (state != null) {
                tell(session, state, null);
            }
        }
    }

    private void tell(Session session, KeyTracking state, @Nullable List<String> keys) {
        KeyTracking.Options options = state.options();
        Writing now = writing.get();
        if (keys != null && options.noLoop() && now != null && session == now.session) {
            return;
        }
        if (options.redirection() == 0) {
            session.link().push(new Invalidation(session, false, keys));
            return;
        }
        Session target = clients.apply(options.redirection());
        if (target == null || target.closing()) {
            state.redirectionBroken();
            session.link().push(new Invalidation.Broken(options.redirection()));
        } else {
            target.link().push(new Invalidation(target, true, keys));
        }
    }

    /** Clients that track keys. */
    public int clientCount() {
        return tracking.size();
    }

    /** Keys in the table. */
    public long keyCount() {
        return readers.size();
    }

    /** Clients of all keys in the table. */
    public long itemCount() {
        return readers.values().stream().mapToLong(Map::size).sum();
    }

    /** Prefixes that clients are told of. */
    public long prefixCount() {
        return tracking.stream()
                .map(Session::tracking)
                .filter(state -> state != null && state.options().broadcast())
                .flatMap(state -> state.options().prefixes().stream())
                .distinct()
                .count();
    }
}
