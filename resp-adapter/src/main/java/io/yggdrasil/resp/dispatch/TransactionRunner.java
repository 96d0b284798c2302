package io.yggdrasil.resp.dispatch;

import io.yggdrasil.ignite.YggdrasilException;
import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.command.Command;
import io.yggdrasil.resp.command.CommandFlag;
import io.yggdrasil.resp.command.DeferredReplies;
import io.yggdrasil.resp.command.KeyPositions;
import io.yggdrasil.resp.command.KeySpec;
import io.yggdrasil.resp.grid.GridKeyspaces;
import io.yggdrasil.resp.grid.Route;
import io.yggdrasil.resp.keyspace.Key;
import io.yggdrasil.resp.keyspace.KeyVersion;
import io.yggdrasil.resp.session.Session;
import io.yggdrasil.resp.session.Transaction;
import io.yggdrasil.resp.session.WatchedKey;
import io.yggdrasil.resp.wire.Decimal;
import io.yggdrasil.resp.wire.ReplyWriter;
import io.yggdrasil.resp.wire.Request;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Queues the commands of a transaction and runs them at EXEC, all inside one critical section over all their keys and
 * the watched ones: nobody sees a part of it, and no watched key changes between the check and the last write.
 */
final class TransactionRunner {
    private static final Logger LOG = LoggerFactory.getLogger(TransactionRunner.class);
    private static final long REOPEN_NANOS_MAX = TimeUnit.SECONDS.toNanos(30);
    private static final long REOPEN_RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    /** Commands without keys that run the same on a node to which the client is not connected. */
    private static final Set<String> AWAY = Set.of("ping", "echo", "time", "select");

    private static final Set<String> AT_ONCE = Set.of("exec", "discard", "multi", "watch", "quit", "reset");

    private final CommandExecutor executor;

    TransactionRunner(CommandExecutor executor) {
        this.executor = executor;
    }

    /** Whether the command runs at once although a transaction is open. */
    boolean runsAtOnce(Command command) {
        return AT_ONCE.contains(command.fullName());
    }

    static boolean isExec(Command command) {
        return command.name().equals("exec");
    }

    Outcome queue(Command command, Request request, Transaction transaction) {
        if (command.has(CommandFlag.NO_MULTI)) {
            transaction.breakUp();
            executor.writeError("ERR Command not allowed inside a transaction");
            return Outcome.REPLIED;
        }
        transaction.queue(request.copy(), command.mayWrite(request), command.isDenyOom());
        executor.reply().queued();
        return Outcome.REPLIED;
    }

    Outcome exec(Command exec, Request request, Session session, long now, @Nullable DeferredReplies deferrals) {
        Transaction transaction = session.transaction();
        if (transaction == null) {
            return fail(exec, request, session, "ERR EXEC without MULTI");
        }
        if (transaction.isBroken()) {
            end(session);
            return fail(exec, request, session, "EXECABORT Transaction discarded because of previous errors.");
        }
        judge(transaction, session);
        Plan plan = plan(transaction, session);
        if (plan == null) {
            return Outcome.RETRY;
        }
        Route route = executor.keyspaces().route();
        if (route != Route.LOCAL && executor.isClusterMode()) {
            // The commands' keys are here, so a watched one has moved away: as good as changed.
            end(session);
            executor.reply().nullArray();
            return Outcome.REPLIED;
        }
        if (plan.spread && !executor.isClusterMode()) {
            return Outcome.SPANNING;
        }
        if (route != Route.LOCAL) {
            return route == Route.REMOTE && !plan.needsClient ? Outcome.REMOTE : Outcome.SPANNING;
        }
        if (plan.mayWait(executor) && executor.runElsewhere(request, session, deferrals)) {
            return Outcome.DEFERRED;
        }
        return run(exec, request, session, now, plan);
    }

    /** Judges the queued commands by the rights that the client has now; again only when they have changed. */
    private void judge(Transaction transaction, Session session) {
        AccessControl access = executor.access();
        Object rights = access.rights(session);
        if (rights == null || rights == transaction.judgedBy()) {
            return;
        }
        Map<Integer, String> refusals = Map.of();
        for (int i = 0; i < transaction.queued().size(); i++) {
            Request request = transaction.queued().get(i);
            String refusal = access.refusalAtExec(session, commandOf(request), request);
            if (refusal != null) {
                refusals = refusals.isEmpty() ? new HashMap<>() : refusals;
                refusals.put(i, refusal);
            }
        }
        transaction.judged(rights, refusals);
    }

    /** Adds the keys of the queued commands. */
    void addKeys(Session session, SlotRedirection toOwner) {
        Transaction transaction = session.transaction();
        if (transaction != null && !transaction.isBroken()) {
            transaction.queued().forEach(request -> toOwner.add(commandOf(request), request));
        }
    }

    private Outcome fail(Command exec, Request request, Session session, String message) {
        executor.writeError(message);
        note(exec, request, session, 0, true);
        return Outcome.REPLIED;
    }

    /** EXEC is announced behind the commands that it ran: that is their order. */
    private void note(Command exec, Request request, Session session, long nanos, boolean failed) {
        if (executor.observer().wantsRequests()) {
            executor.observer().onRequest(session, exec, request);
        }
        executor.observer().onCommand(session, exec, request, nanos, failed);
    }

    private Outcome run(Command exec, Request request, Session session, long now, Plan plan) {
        long start = System.nanoTime();
        GridKeyspaces keyspaces = executor.keyspaces();
        SlotLockSet locks = executor.locks();
        int mark = executor.reply().size();
        int database = session.database();
        List<WatchedKey> watched = List.copyOf(session.watched());
        boolean ran = false;
        if (!(plan.writes ? executor.lockForWriting(plan.wholeKeyspace) : locks.tryLock(false))) {
            return Outcome.RETRY;
        }
        try {
            if (plan.writes) {
                plan.addTo(keyspaces);
                if (plan.hasKeys() && !keyspaces.openScope()) {
                    return Outcome.RETRY;
                }
                keyspaces.holdWrites();
            }
            boolean settled = true;
            if (isDirty(session)) {
                executor.reply().nullArray();
            } else {
                settled = runAll(session, now, plan);
            }
            if (!settled || (plan.writes ? !keyspaces.commit() : !keyspaces.isRouteCurrent())) {
                executor.reply().truncate(mark);
                session.database(database);
                session.unwatch();
                watched.forEach(session::watch);
                return Outcome.RETRY;
            }
            ran = true;
        } finally {
            executor.endWriting(ran);
        }
        end(session);
        note(exec, request, session, System.nanoTime() - start, false);
        executor.expireMet();
        return Outcome.REPLIED;
    }

    /** Returns false when a command could not reach what it needs and nothing is written yet: all are to be run again. */
    private boolean runAll(Session session, long now, Plan plan) {
        ReplyWriter reply = executor.reply();
        Call call = executor.call();
        reply.array(plan.commands.size());
        Object rights = executor.access().rights(session);
        for (Planned planned : plan.commands) {
            String refusal = refusal(planned, session, rights);
            if (refusal != null) {
                executor.observer().onRejected(session, planned.command);
                executor.writeError(refusal);
                continue;
            }
            executor.announce(session, planned.command, planned.request);
            long start = System.nanoTime();
            session.onCommand(planned.command.fullName(), now);
            call.begin(planned.command, planned.request, session, now, true, null);
            invoke(planned, plan);
            if (executor.isUnsettled() && !plan.partDone) {
                return false;
            }
            reply.version(session.protocol());
            executor.note(session, planned.command, planned.request, System.nanoTime() - start);
        }
        return true;
    }

    /**
     * Why a planned command may not run. Those before it may have changed the client's rights, as AUTH does. SELECT stays
     * as it was planned: the keys behind it were locked in its database.
     */
    private @Nullable String refusal(Planned planned, Session session, @Nullable Object rights) {
        AccessControl access = executor.access();
        if (planned.refusal != null
                || rights == access.rights(session)
                || planned.command.name().equals("select")) {
            return planned.refusal;
        }
        return access.refusalAtExec(session, planned.command, planned.request);
    }

    /**
     * A command on the whole keyspace and a script go through entries of their own, and a command that waits for other nodes
     * must not hold any, so they may not run inside the scope of the others: the scope is closed for it and opened again
     * behind it. The slot locks, all of them then, are held throughout:
     * Redis clients see the whole transaction or nothing. Other Ignite clients may see and write what lies between.
     */
    private void invoke(Planned planned, Plan plan) {
        if (plan.scopeLost) {
            executor.writeError("TRYAGAIN The owner of the key could not be determined in time");
            return;
        }
        Command command = planned.command;
        boolean whole = command.isWrite() && command.has(CommandFlag.WHOLE_KEYSPACE);
        boolean apart = whole || command.has(CommandFlag.SCRIPT) || command.has(CommandFlag.UNLOCKED);
        if (!apart || !plan.writes) {
            executor.invoke(command);
            return;
        }
        if (!executor.keyspaces().commit()) {
            throw new YggdrasilException(
                    YggdrasilException.Kind.RESOURCE, "a node that has a copy left or does not answer");
        }
        plan.partDone = true;
        executor.keyspaces().closeScope();
        executor.invoke(command);
        plan.scopeLost = plan.hasKeys() && !reopen(plan);
    }

    /** Opens the scope again; false when ownership does not settle in time. */
    private boolean reopen(Plan plan) {
        long start = System.nanoTime();
        do {
            if (tryReopen(plan)) {
                return true;
            }
            LockSupport.parkNanos(REOPEN_RETRY_NANOS);
        } while (System.nanoTime() - start < REOPEN_NANOS_MAX);
        return false;
    }

    private boolean tryReopen(Plan plan) {
        GridKeyspaces keyspaces = executor.keyspaces();
        try {
            plan.forgetHandles();
            keyspaces.forgetRoutes();
            if (plan.route(keyspaces)) {
                plan.addTo(keyspaces);
                if (keyspaces.openScope()) {
                    keyspaces.holdWrites();
                    return true;
                }
            }
        } catch (YggdrasilException e) {
            LOG.debug("The scope of a transaction could not be opened again", e);
        }
        keyspaces.closeScope();
        return false;
    }

    private boolean isDirty(Session session) {
        for (WatchedKey watched : session.watched()) {
            // A copy: the key may have been resolved before its database was swapped away.
            Key key = watched.key().copy();
            KeyVersion now = executor.keyspaces().database(watched.database()).version(key);
            if (watched.version().isChanged(now)) {
                return true;
            }
        }
        return false;
    }

    static void end(Session session) {
        session.transaction(null);
        session.unwatch();
    }

    /** Finds all keys, routes them and collects their partitions; null when ownership is not settled. */
    private @Nullable Plan plan(Transaction transaction, Session session) {
        Plan plan = new Plan();
        SlotLockSet locks = executor.locks();
        locks.clear();
        KeyPositions positions = new KeyPositions();
        int database = session.database();
        for (int i = 0; i < transaction.queued().size(); i++) {
            Request request = transaction.queued().get(i);
            Command command = commandOf(request);
            String refusal = transaction.refusal(i);
            plan.commands.add(new Planned(command, request, refusal));
            if (refusal != null) {
                continue;
            }
            boolean script = command.has(CommandFlag.SCRIPT);
            plan.writes |= command.isWrite() || script;
            List<KeySpec> keySpecs = command.lockedKeys();
            plan.needsClient |= keySpecs.isEmpty() && !AWAY.contains(command.fullName());
            plan.slow |= command.has(CommandFlag.SLOW_PATH) || command.name().equals("debug"); // It may sleep.
            plan.spread |= script ? executor.keyspaces().isSpread(true) : executor.isSpread(command, request);
            plan.wholeKeyspace |= script || command.isWrite() && command.has(CommandFlag.WHOLE_KEYSPACE);
            executor.keyspaces().noteUse(CommandExecutor.isUse(command, session));
            positions.fill(keySpecs, request);
            executor.rememberReads(command, request, session, positions);
            for (int k = 0; k < positions.count(); k++) {
                int index = positions.index(k);
                Key key = new Key();
                key.set(request.buffer(), request.offset(index), request.length(index));
                if (!plan.add(executor.keyspaces(), locks, database, key)) {
                    return null;
                }
                int other = otherDatabase(command, request, database);
                if (other != database && !plan.add(executor.keyspaces(), locks, other, key.copy())) {
                    return null;
                }
            }
            database = databaseAfter(command, request, database);
        }
        executor.keyspaces().noteUse(false);
        for (WatchedKey watched : session.watched()) {
            if (!plan.add(
                    executor.keyspaces(),
                    locks,
                    watched.database(),
                    watched.key().copy())) {
                return null;
            }
        }
        return plan;
    }

    private Command commandOf(Request request) {
        Command command = executor.table().find(request);
        if (command == null) {
            throw new IllegalStateException("queued command is unknown");
        }
        if (command.subcommands().isEmpty() || request.count() < 2) {
            return command;
        }
        Command sub = command.subcommands().get(request.text(1).toLowerCase(java.util.Locale.ROOT));
        return sub == null ? command : sub;
    }

    /** The database that the commands behind this one work on: SELECT may be queued too. */
    private int databaseAfter(Command command, Request request, int database) {
        return command.name().equals("select") ? index(request, 1, database) : database;
    }

    /** The second database that MOVE and COPY reach, or the one they run in. */
    static int otherDatabase(Command command, Request request, int database) {
        if (command.name().equals("move")) {
            return index(request, 2, database);
        }
        if (command.name().equals("copy")) {
            int other = database;
            for (int i = 3; i < request.count() - 1; i++) {
                if (request.is(i, "DB")) {
                    other = index(request, ++i, database);
                }
            }
            return other;
        }
        return database;
    }

    private static int index(Request request, int argument, int fallback) {
        if (argument >= request.count()
                || !Decimal.isLong(request.buffer(), request.offset(argument), request.length(argument))) {
            return fallback;
        }
        long value = Decimal.parseLong(request.buffer(), request.offset(argument), request.length(argument));
        return value >= 0 && value < io.yggdrasil.resp.grid.Grid.DATABASES ? (int) value : fallback;
    }

    /** A queued command; {@code refusal} is the error reply of one that may not run, else null. */
    private record Planned(
            Command command, Request request, @Nullable String refusal) {}

    private static final class Plan {
        private final List<Planned> commands = new ArrayList<>();
        private final List<Key> keys = new ArrayList<>();
        private final List<Integer> databases = new ArrayList<>();
        private boolean writes;
        private boolean wholeKeyspace;
        private boolean slow;
        private boolean spread;
        private boolean needsClient;
        private boolean scopeLost;

        /** Whether some of it is written already. */
        private boolean partDone;

        boolean hasKeys() {
            return !keys.isEmpty();
        }

        /** Whether an event loop should not be kept with it. */
        boolean mayWait(CommandExecutor executor) {
            return slow || writes && executor.keyspaces().waitsForNodes(databases, keys);
        }

        boolean add(GridKeyspaces keyspaces, SlotLockSet locks, int database, Key key) {
            if (!keyspaces.route(database, key)) {
                return false;
            }
            locks.add(key.partition());
            keys.add(key);
            databases.add(database);
            return true;
        }

        boolean route(GridKeyspaces keyspaces) {
            for (int i = 0; i < keys.size(); i++) {
                if (!keyspaces.route(databases.get(i), keys.get(i))) {
                    return false;
                }
            }
            return keyspaces.route() == Route.LOCAL;
        }

        void forgetHandles() {
            for (Key key : keys) {
                key.set(key.buffer(), key.offset(), key.length());
            }
        }

        void addTo(GridKeyspaces keyspaces) {
            for (int i = 0; i < keys.size(); i++) {
                keyspaces.addToScope(databases.get(i), keys.get(i));
            }
        }
    }
}
