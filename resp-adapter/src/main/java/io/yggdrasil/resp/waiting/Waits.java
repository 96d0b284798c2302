package io.yggdrasil.resp.waiting;

import io.yggdrasil.ignite.YggdrasilException;
import io.yggdrasil.ignite.internals.EntryKey;
import io.yggdrasil.ignite.internals.EntryStore;
import io.yggdrasil.ignite.internals.PartitionView;
import io.yggdrasil.resp.command.Command;
import io.yggdrasil.resp.command.DeferredReply;
import io.yggdrasil.resp.command.KeyPositions;
import io.yggdrasil.resp.dispatch.CommandExecutor;
import io.yggdrasil.resp.dispatch.Outcome;
import io.yggdrasil.resp.grid.Grid;
import io.yggdrasil.resp.grid.WriteListener;
import io.yggdrasil.resp.keyspace.Key;
import io.yggdrasil.resp.session.Session;
import io.yggdrasil.resp.wire.Request;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The clients of this node that wait for keys, and the keys of this node that clients of any node wait for.
 *
 * <p>Threads: any.
 */
public final class Waits {
    private static final Logger LOG = LoggerFactory.getLogger(Waits.class);

    private static final int UNSETTLED_MILLIS = 5;

    private final Grid grid;
    private final ScheduledExecutorService timer;
    private final WaitTable table;
    private final Map<Long, Waiter> waiters = new ConcurrentHashMap<>();
    private final AtomicLong numbers = new AtomicLong();
    private final Map<Remote, RemoteTicket> remote = new ConcurrentHashMap<>();
    private final AtomicLong offers = new AtomicLong();
    private final AtomicBoolean rechecking = new AtomicBoolean();

    /** Whether every key is to be offered then. */
    private final AtomicBoolean upheaval = new AtomicBoolean();

    private volatile @Nullable Owners owners;

    /** A waiter of another node. */
    private record Remote(UUID node, long number) {}

    /**
     * Makes what a node needs; nobody waits yet.
     *
     * @param executors makes what runs the requests of those who wait, on any thread, one at a time; it tells the given
     *     listener of what they write
     * @param timer runs short tasks
     */
    public Waits(Grid grid, Function<WriteListener, CommandExecutor> executors, ScheduledExecutorService timer) {
        this.grid = grid;
        this.timer = timer;
        this.table = new WaitTable(executors, timer, this::onUpheaval);
        grid.epoch().onSettled(this::onOwnersChanged);
        grid.namespaces().onChange(this::onOwnersChanged);
    }

    /** To be told of writes. */
    public WriteListener listener() {
        return table;
    }

    /** Lets clients wait for keys of other nodes. */
    public void connect(Owners others) {
        owners = others;
    }

    /** Number of keys of this node that somebody waits for. */
    public int keyCount() {
        return table.keyCount();
    }

    /** Number of those whose removal ends a wait. */
    public int keyOfLossCount() {
        return table.keyOfLossCount();
    }

    /**
     * Has a client wait; on its loop, whose executor was just passed the request.
     *
     * @param request the request; owns its bytes
     * @param outcome what became of it: {@code REPLIED} with null, which is not for the client, or {@code REMOTE} or
     *     {@code SPANNING}, and then it is run first
     * @param place where the reply goes
     * @param timeoutMillis how long it waits, 0 for ever
     */
    public void begin(
            ClientLoop loop,
            Session session,
            Request request,
            Command command,
            Outcome outcome,
            DeferredReply place,
            long timeoutMillis) {
        new Waiter(this, loop, session, request, command, place, numbers.incrementAndGet())
                .begin(outcome, timeoutMillis);
    }

    // What waiters need.

    /** Where the waiter's keys are; null while that is being decided. */
    @Nullable
    Placement placement(Waiter waiter) {
        KeyPositions positions = new KeyPositions();
        Request request = waiter.request();
        waiter.command().keySpecs().get(0).collect(request, positions);
        List<EntryKey> here = new ArrayList<>();
        Map<UUID, List<EntryKey>> elsewhere = new HashMap<>();
        Key key = new Key();
        for (int i = 0; i < positions.count(); i++) {
            int index = positions.index(i);
            byte[] bytes = request.bytes(index);
            key.set(bytes, 0, bytes.length);
            EntryStore store = storeOf(waiter.database(), bytes);
            PartitionView view = store == null ? null : store.view();
            UUID owner = view == null ? null : view.primary(key.partition());
            if (store == null || view == null || owner == null) {
                return null;
            }
            EntryKey entry = store.key(bytes, 0, bytes.length, key.partition());
            List<EntryKey> keys =
                    view.isLocal(key.partition()) ? here : elsewhere.computeIfAbsent(owner, node -> new ArrayList<>());
            if (!keys.contains(entry)) {
                keys.add(entry);
            }
        }
        return new Placement(here, elsewhere);
    }

    /** Whether it is decided who owns the keys of the waiter's database, if anybody does. */
    boolean isSettled(Waiter waiter) {
        return grid.ownership(waiter.database()) != null;
    }

    private @Nullable EntryStore storeOf(int database, byte[] key) {
        try {
            return grid.storeOrRequest(database, key);
        } catch (YggdrasilException e) {
            LOG.debug("A client waits for a key whose database cannot be started", e);
            return null;
        }
    }

    /** Queues the waiter up; null when that is not possible now, and to be tried again soon. */
    Waiter.@Nullable Enrolled enrol(Waiter waiter) {
        waiters.put(waiter.number(), waiter); // First: it must hear of a change of owners from now on.
        Placement placement = placement(waiter);
        if (placement == null) {
            waiters.remove(waiter.number());
            return null;
        }
        long since = waiter.wasQueued() ? waiter.sinceMillis() : 0;
        List<UUID> asked = new ArrayList<>();
        for (Map.Entry<UUID, List<EntryKey>> owner : placement.elsewhere().entrySet()) {
            Owners.Enrolment enrolment = new Owners.Enrolment(
                    waiter.number(), waiter.waiting().type(), waiter.waiting().heedsLoss(), since, owner.getValue());
            if (!others().enrol(owner.getKey(), enrolment)) {
                asked.forEach(one -> others().leave(one, waiter.number()));
                waiters.remove(waiter.number());
                return null;
            }
            asked.add(owner.getKey());
        }
        if (placement.here().isEmpty()) {
            return new Waiter.Enrolled(placement, null);
        }
        LocalTicket ticket = new LocalTicket(table.turn(since), waiter, placement.here());
        table.add(ticket);
        return new Waiter.Enrolled(placement, ticket);
    }

    private Owners others() {
        return Objects.requireNonNull(owners, "owners");
    }

    /** The waiter did not take what it was offered. */
    void decline(Waiter waiter, Waiter.Enrolled places, Map<UUID, Long> offers) {
        LocalTicket ticket = places.ticket();
        if (ticket != null) {
            table.decline(ticket, ticket.keys());
        }
        offers.forEach((owner, offer) -> others().decline(owner, waiter.number(), offer));
        offers.clear();
    }

    /** The waiter waits no more, or will queue up anew. */
    void leave(Waiter waiter, Waiter.Enrolled places) {
        waiters.remove(waiter.number());
        LocalTicket ticket = places.ticket();
        if (ticket != null) {
            table.remove(ticket);
        }
        places.placement().elsewhere().keySet().forEach(owner -> others().leave(owner, waiter.number()));
    }

    // Changes of owners.

    private void onOwnersChanged() {
        if (!waiters.isEmpty()) {
            recheck();
        }
    }

    private void onUpheaval() {
        upheaval.set(true);
        recheck();
    }

    private void recheck() {
        if (rechecking.compareAndSet(false, true)) {
            recheckIn(0);
        }
    }

    private void recheckIn(int millis) {
        try {
            timer.schedule(this::recheckIfSettled, millis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("The server stops: nobody is served any more", e);
        }
    }

    private void recheckIfSettled() {
        if (grid.ownership(0) == null) {
            recheckIn(UNSETTLED_MILLIS);
            return;
        }
        rechecking.set(false);
        recheckNext(waiters.values().stream()
                .sorted(Comparator.comparingLong(Waiter::number))
                .iterator());
        if (upheaval.compareAndSet(true, false)) {
            table.offerAll();
        }
    }

    /** One behind the other, though on their loops, so that they queue up in their order. */
    private void recheckNext(Iterator<Waiter> rest) {
        if (!rest.hasNext()) {
            return;
        }
        Waiter waiter = rest.next();
        waiter.loop().execute(() -> {
            try {
                waiter.recheck();
            } finally {
                recheckNext(rest);
            }
        });
    }

    // What other nodes say. Messages of one node are passed on one thread, in order.

    /** A client of another node waits for keys of this one. */
    public void onEnrol(UUID node, Owners.Enrolment enrolment) {
        RemoteTicket ticket = new RemoteTicket(table.turn(enrolment.sinceMillis()), node, enrolment, others(), offers);
        remote.put(new Remote(node, enrolment.number()), ticket);
        table.add(ticket);
    }

    /** It does so no more. */
    public void onLeave(UUID node, long number) {
        RemoteTicket ticket = remote.remove(new Remote(node, number));
        if (ticket != null) {
            table.remove(ticket);
        }
    }

    /** It did not take what it was offered. */
    public void onDecline(UUID node, long number, long offer) {
        RemoteTicket ticket = remote.get(new Remote(node, number));
        if (ticket != null) {
            table.decline(ticket, ticket.close(offer));
        }
    }

    /** A key of another node may have something for a client of this one. */
    public void onOffer(UUID node, long number, long offer) {
        Waiter waiter = waiters.get(number);
        if (waiter != null) {
            waiter.loop().execute(() -> waiter.onOffer(node, offer));
        }
    }

    /** A node left the grid; its clients wait no more. */
    public void onNodeLeft(UUID node) {
        remote.keySet().stream()
                .filter(one -> one.node.equals(node))
                .toList()
                .forEach(one -> onLeave(node, one.number));
        onOwnersChanged();
    }
}
