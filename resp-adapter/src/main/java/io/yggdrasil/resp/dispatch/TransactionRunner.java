package io.yggdrasil.resp.dispatch;

import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.command.Command;
import io.yggdrasil.resp.command.CommandFlag;
import io.yggdrasil.resp.command.KeyPositions;
import io.yggdrasil.resp.command.KeySpec;
import io.yggdrasil.resp.grid.GridKeyspaces;
import io.yggdrasil.resp.grid.Route;
import io.yggdrasil.resp.keyspace.Key;
import io.yggdrasil.resp.session.Session;
import io.yggdrasil.resp.session.Transaction;
import io.yggdrasil.resp.session.WatchedKey;
import io.yggdrasil.resp.wire.Decimal;
import io.yggdrasil.resp.wire.ReplyWriter;
import io.yggdrasil.resp.wire.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Queues the commands of a transaction and runs them at EXEC, all inside one critical section over all their keys and
 * the watched ones: nobody sees a part of it, and no watched key changes between the check and the last write.
 */
final class TransactionRunner {
    private static final Set<String> AT_ONCE = Set.of("exec", "discard", "multi", "watch", "quit", "reset");

    private final CommandExecutor executor;

    TransactionRunner(CommandExecutor executor) {
        this.executor = executor;
    }

    /** Whether the command runs at once although a transaction is open. */
    boolean runsAtOnce(Command command) {
        return AT_ONCE.contains(command.fullName());
    }

    boolean isExec(Command command) {
        return command.name().equals("exec");
    }

    Outcome queue(Command command, Request request, Transaction transaction) {
        if (command.has(CommandFlag.NO_MULTI)) {
            transaction.breakUp();
            executor.writeError("ERR Command not allowed inside a transaction");
            return Outcome.REPLIED;
        }
        transaction.queue(request.copy(), command.isWrite() || command.has(CommandFlag.MAY_REPLICATE));
        executor.reply().queued();
        return Outcome.REPLIED;
    }

    Outcome exec(Command exec, Request request, Session session, long now) {
        Transaction transaction = session.transaction();
        if (transaction == null) {
            executor.writeError("ERR EXEC without MULTI");
            return Outcome.REPLIED;
        }
        if (transaction.isBroken()) {
            end(session);
            executor.writeError("EXECABORT Transaction discarded because of previous errors.");
            return Outcome.REPLIED;
        }
        Plan plan = plan(transaction, session);
        if (plan == null) {
            return Outcome.RETRY;
        }
        Route route = executor.keyspaces().route();
        if (route != Route.LOCAL) {
            return route == Route.REMOTE ? Outcome.REMOTE : Outcome.SPANNING;
        }
        return run(exec, request, session, now, plan);
    }

    private Outcome run(Command exec, Request request, Session session, long now, Plan plan) {
        long start = System.nanoTime();
        GridKeyspaces keyspaces = executor.keyspaces();
        SlotLockSet locks = executor.locks();
        if (plan.wholeKeyspace) {
            locks.addAll();
        }
        int mark = executor.reply().size();
        locks.lock(plan.writes);
        try {
            if (plan.writes) {
                plan.addTo(keyspaces);
                if (plan.hasKeys() && !keyspaces.openScope()) {
                    return Outcome.RETRY;
                }
            }
            if (isDirty(session)) {
                executor.reply().nullArray();
            } else {
                runAll(session, now, plan.commands);
            }
            if (!plan.writes && !keyspaces.isRouteCurrent()) {
                executor.reply().truncate(mark);
                return Outcome.RETRY;
            }
        } finally {
            keyspaces.closeScope();
            locks.unlock();
        }
        end(session);
        if (executor.observer().wantsRequests()) {
            executor.observer().onRequest(session, exec, request);
        }
        executor.observer().onCommand(session, exec, request, System.nanoTime() - start, false);
        return Outcome.REPLIED;
    }

    private void runAll(Session session, long now, List<Planned> commands) {
        ReplyWriter reply = executor.reply();
        Call call = executor.call();
        reply.array(commands.size());
        for (Planned planned : commands) {
            executor.announce(session, planned.command, planned.request);
            long start = System.nanoTime();
            session.onCommand(planned.command.fullName(), now);
            call.begin(planned.command, planned.request, session, now, true, null);
            executor.invoke(planned.command);
            reply.version(session.protocol());
            executor.observer()
                    .onCommand(
                            session,
                            planned.command,
                            planned.request,
                            System.nanoTime() - start,
                            executor.lastFailed());
        }
    }

    private boolean isDirty(Session session) {
        for (WatchedKey watched : session.watched()) {
            Object version = executor.keyspaces().database(watched.database()).version(watched.key());
            if (!Objects.equals(version, watched.version())) {
                return true;
            }
        }
        return false;
    }

    private static void end(Session session) {
        session.transaction(null);
        session.unwatch();
    }

    /** Finds all keys, routes them and collects their partitions; null when ownership is not settled. */
    private @org.jspecify.annotations.Nullable Plan plan(Transaction transaction, Session session) {
        Plan plan = new Plan();
        SlotLockSet locks = executor.locks();
        locks.clear();
        KeyPositions positions = new KeyPositions();
        int database = session.database();
        for (Request request : transaction.queued()) {
            Command command = commandOf(request);
            plan.commands.add(new Planned(command, request));
            plan.writes |= command.isWrite();
            plan.wholeKeyspace |= command.isWrite() && command.has(CommandFlag.WHOLE_KEYSPACE);
            positions.clear();
            for (KeySpec spec : command.keySpecs()) {
                spec.collect(request, positions);
            }
            for (int i = 0; i < positions.count(); i++) {
                int index = positions.index(i);
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
        for (WatchedKey watched : session.watched()) {
            if (!plan.add(executor.keyspaces(), locks, watched.database(), watched.key())) {
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
            for (int i = 3; i < request.count() - 1; i++) {
                if (request.is(i, "DB")) {
                    return index(request, i + 1, database);
                }
            }
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

    private record Planned(Command command, Request request) {}

    private static final class Plan {
        private final List<Planned> commands = new ArrayList<>();
        private final List<Key> keys = new ArrayList<>();
        private final List<Integer> databases = new ArrayList<>();
        private boolean writes;
        private boolean wholeKeyspace;

        boolean hasKeys() {
            return !keys.isEmpty();
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

        void addTo(GridKeyspaces keyspaces) {
            for (int i = 0; i < keys.size(); i++) {
                keyspaces.addToScope(databases.get(i), keys.get(i));
            }
        }
    }
}
