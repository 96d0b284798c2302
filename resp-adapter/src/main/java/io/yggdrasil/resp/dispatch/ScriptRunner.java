package io.yggdrasil.resp.dispatch;

import io.yggdrasil.ignite.YggdrasilException;
import io.yggdrasil.ignite.slot.Slots;
import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.command.Command;
import io.yggdrasil.resp.command.CommandFlag;
import io.yggdrasil.resp.command.DeferredReplies;
import io.yggdrasil.resp.command.KeyPositions;
import io.yggdrasil.resp.command.NestedClient;
import io.yggdrasil.resp.command.NestedCommands;
import io.yggdrasil.resp.command.RedisException;
import io.yggdrasil.resp.command.ScriptHabit;
import io.yggdrasil.resp.grid.GridKeyspaces;
import io.yggdrasil.resp.grid.Route;
import io.yggdrasil.resp.keyspace.Key;
import io.yggdrasil.resp.session.Session;
import io.yggdrasil.resp.wire.ReplyWriter;
import io.yggdrasil.resp.wire.Request;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Runs scripts, and the commands that they call.
 *
 * <p>A script runs alone on the keys that it names: Redis clients see all of what it did to them or nothing. It holds the
 * locks of the slots that its client declared, if its runs have shown that it names no others ({@link ScriptHabit}), else
 * those of all slots of this node. One that names others after all is ended and run anew with all; if it has written
 * already that cannot be, and it takes what it lacks, or its command is an error when others hold that for long. The
 * locks beneath, those of the entries that keep other Ignite clients out, are held for each of its commands anew and not
 * for all of it: they hold up checkpoints and changes of ownership, and a script may run for long.
 *
 * <p>A script that is brief and keeps to what was declared runs where its request was read, as other commands do. All
 * others run on the slow lane, so no event loop waits for them.
 *
 * <p>Outside of cluster mode a script may name keys of other nodes. If it declares keys of several nodes, or none, it holds
 * the slots of all nodes. If it meets a key of another node that it has not declared, it is ended and run anew so; once it
 * has written that cannot be, and the command is an error.
 */
final class ScriptRunner implements NestedCommands {
    private static final long SETTLE_NANOS_MAX = TimeUnit.SECONDS.toNanos(30);
    private static final long SETTLE_RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    /** How long a script that has written waits for slots that it had not declared. */
    private static final long EXTEND_NANOS_MAX = TimeUnit.SECONDS.toNanos(2);

    /** How long a script on an event loop waits for anything. */
    private static final long LOOP_NANOS_MAX = TimeUnit.MILLISECONDS.toNanos(50);

    private static final String NOT_HERE = "ERR Script attempted to access a non local key in a cluster node";
    private static final String TWO_SLOTS = "ERR Script attempted to access keys that do not hash to the same slot";
    private static final String NO_RIGHT = "ERR ACL failure in script: ";
    private static final String UNSETTLED = "TRYAGAIN The owner of the key could not be determined in time";
    private static final String NOT_FREE =
            "TRYAGAIN Script has written and needs a key that it has not declared, which others work on for long";

    private final CommandExecutor executor;
    private final KeyPositions positions = new KeyPositions();
    private final ReplyWriter reply = new ReplyWriter();
    private final Call nested;
    private final ScriptLocks locks;
    private boolean strayed;
    private boolean onLoop;
    private End end = End.REPLY;

    /** How a script ended. */
    private enum End {
        REPLY,
        /** It is to run anew with the slots of all nodes. */
        SPANNING,
        /** It is to run anew with all slots of this node. */
        ALL_SLOTS,
        /** It is to run anew when ownership is settled. */
        UNSETTLED
    }

    ScriptRunner(CommandExecutor executor) {
        this.executor = executor;
        this.locks = new ScriptLocks(executor.locks());
        this.nested =
                Call.ofScript(reply, executor.keyspaces(), executor.observer().keyEvents());
    }

    /** Runs a command that runs others. */
    Outcome run(Command command, Request request, Session session, long now, @Nullable DeferredReplies deferrals) {
        GridKeyspaces keyspaces = executor.keyspaces();
        Call call = executor.call();
        call.begin(command, request, session, now, false, null);
        if (!routeKeys(call, session.database())) {
            return Outcome.RETRY;
        }
        Route route = keyspaces.route();
        if (route != Route.LOCAL) { // The node that runs it does not know what the client tracks.
            executor.rememberReads(command, request, session, positions);
        }
        if (route == Route.REMOTE) {
            return Outcome.REMOTE;
        }
        boolean anywhere = route == Route.SPANNING || positions.count() == 0;
        if (anywhere && !executor.isClusterMode() && keyspaces.isSpread(true)) {
            return Outcome.SPANNING;
        }
        ScriptHabit habit = command.habit(request);
        boolean keeps = habit != null && habit.keepsToDeclared();
        boolean here = habit != null && keeps && habit.isBrief();
        if (!here && executor.runElsewhere(request, session, deferrals)) {
            return Outcome.DEFERRED;
        }
        onLoop = executor.mayRunElsewhere(deferrals);
        locks.begin(!keeps);
        for (int i = 0; i < positions.count(); i++) {
            locks.declare(call.key(positions.index(i)).partition());
        }
        if (!locks.lock(onLoop)) {
            return Outcome.RETRY;
        }
        runLocked(command, request, session);
        note(habit == null ? command.habit(request) : habit);
        if (end == End.ALL_SLOTS) {
            keyspaces.forgetRoutes();
            return run(command, request, session, now, deferrals);
        }
        return switch (end) {
            case SPANNING -> Outcome.SPANNING;
            case UNSETTLED -> Outcome.RETRY;
            default -> executor.done(session, command, request);
        };
    }

    private void runLocked(Command command, Request request, Session session) {
        int mark = executor.reply().size();
        end = End.REPLY;
        strayed = false;
        try {
            executor.announce(session, command, request);
            executor.invoke(command);
            if (end == End.REPLY) {
                executor.publish();
            } else {
                executor.reply().truncate(mark);
                executor.call().messages().clear();
            }
        } finally {
            onLoop = false;
            locks.unlock();
        }
    }

    private void note(@Nullable ScriptHabit habit) {
        if (habit == null) {
            return;
        }
        if (strayed) {
            habit.onStrayed();
        } else if (end == End.REPLY) {
            habit.onKept();
        }
    }

    /** Routes the keys of a call's request; false when their owners are not known now. */
    private boolean routeKeys(Call call, int database) {
        Request request = call.request();
        positions.fill(call.command().lockedKeys(), request);
        int other = TransactionRunner.otherDatabase(call.command(), request, database);
        GridKeyspaces keyspaces = executor.keyspaces();
        for (int i = 0; i < positions.count(); i++) {
            if (!keyspaces.route(database, call.key(positions.index(i)))
                    || other != database && !keyspaces.route(other, key(request, i))) {
                return false;
            }
        }
        return true;
    }

    private Key key(Request request, int position) {
        int index = positions.index(position);
        Key key = new Key();
        key.set(request.buffer(), request.offset(index), request.length(index));
        return key;
    }

    @Override
    public boolean isMemoryFull() {
        return executor.access().isMemoryFull();
    }

    @Override
    public boolean isShortOfCopies() {
        return executor.access().isShortOfCopies();
    }

    @Override
    public byte[] run(Request request, NestedClient client) {
        reply.clear();
        reply.version(client.session().protocol());
        try {
            Command command = find(request);
            String refusal = refusal(command, request, client);
            if (refusal == null) {
                executor.announce(client.session(), command, request);
                settle(command, request, client);
            } else {
                executor.observer().onRejected(client.session(), command);
                error(refusal);
            }
        } catch (RedisException e) {
            error(String.valueOf(e.getMessage()));
        }
        return Arrays.copyOf(reply.array(), reply.size());
    }

    private void error(String text) {
        reply.clear();
        reply.error(text);
        onError(text);
    }

    @Override
    public void onError(String text) {
        executor.observer().onError(text);
    }

    @Override
    public boolean mayRun(Request request, NestedClient client) {
        return executor.access().allows(client.session(), find(request), request);
    }

    private Command find(Request request) {
        Command command = executor.table().resolve(request);
        if (command == null) {
            throw new RedisException("ERR Unknown Redis command called from script");
        }
        if (!command.takes(request.count()) || command.handler() == null) {
            throw new RedisException("ERR Wrong number of args calling Redis command from script");
        }
        return command;
    }

    private @Nullable String refusal(Command command, Request request, NestedClient client) {
        if (executor.access().isDeniedInScripts(command)) {
            return "ERR This Redis command is not allowed from script";
        }
        boolean writes = command.has(CommandFlag.WRITE) || command.has(CommandFlag.MAY_REPLICATE);
        String refusal = executor.access().refusalInScript(client.session(), command, request);
        if (refusal != null && refusal.startsWith(NO_RIGHT)) {
            return refusal;
        }
        if (client.isReadOnly() && writes) {
            return "ERR Write commands are not allowed from read-only scripts.";
        }
        if (refusal != null && refusal.startsWith("OOM ") && client.mayExceedMemory()
                || refusal != null && refusal.startsWith("NOREPLICAS ") && client.hasWritten()) {
            return null;
        }
        return refusal;
    }

    /** Runs a command as soon as the owners of its keys are settled. */
    private void settle(Command command, Request request, NestedClient client) {
        long start = System.nanoTime();
        while (!runOnce(command, request, client)) {
            if (onLoop && mayRunAnew(client)) {
                endEarly(End.UNSETTLED, client, UNSETTLED);
                return;
            }
            if (System.nanoTime() - start > (onLoop ? LOOP_NANOS_MAX : SETTLE_NANOS_MAX)) {
                error(UNSETTLED);
                return;
            }
            LockSupport.parkNanos(SETTLE_RETRY_NANOS);
        }
    }

    /** Returns false when the command is to be run again. */
    private boolean runOnce(Command command, Request request, NestedClient client) {
        GridKeyspaces keyspaces = executor.keyspaces();
        Session session = client.session();
        int database = session.database();
        try {
            keyspaces.forgetRoutes();
            keyspaces.noteUse(CommandExecutor.isUse(command, session));
            nested.begin(command, request, session, executor.call().nowMillis(), true, null);
            if (!routeKeys(nested, database)) {
                return false;
            }
            boolean spread = !executor.isClusterMode() && executor.isSpread(command, request);
            if (keyspaces.route() != Route.LOCAL || spread) {
                leave(client);
                return true;
            }
            if (executor.isClusterMode() && !isOfOneSlot(request, client)) {
                error(TWO_SLOTS);
                return true;
            }
            if (!reaches(command, client)) {
                return true;
            }
            if (command.has(CommandFlag.WRITE)) {
                client.onWrite();
            }
            executor.rememberReads(command, request, executor.call().session(), positions);
            return invoke(command, request, session, database);
        } catch (YggdrasilException e) {
            if (e.kind() == YggdrasilException.Kind.RETRY) {
                reply.clear();
                return false;
            }
            error(CommandInvoker.errorOf(e));
            return true;
        } finally {
            keyspaces.closeScope();
        }
    }

    /** The command needs another node: the script is run anew with the slots of all, if that can be. */
    private void leave(NestedClient client) {
        if (mayRunAnew(client) && !executor.isClusterMode()) {
            endEarly(End.SPANNING, client, NOT_HERE);
        } else {
            error(NOT_HERE);
        }
    }

    private boolean mayRunAnew(NestedClient client) {
        return !executor.call().inTransaction() && !client.hasWritten();
    }

    /** Has the script end, and what it did forgotten: it has the error, which nobody else sees. */
    private void endEarly(End how, NestedClient client, String error) {
        reply.clear();
        reply.error(error);
        client.abandon();
        end = how;
    }

    /** Whether the locks of what the command names are held now; else it has its reply, an error. */
    private boolean reaches(Command command, NestedClient client) {
        boolean all = command.has(CommandFlag.WHOLE_KEYSPACE) || command.looksUpKeys();
        if (!all && namesDeclared()) {
            return true;
        }
        strayed = true;
        if (locks.hasAll()) {
            return true;
        }
        if (mayRunAnew(client)) {
            endEarly(End.ALL_SLOTS, client, NOT_FREE);
            return false;
        }
        long deadline = System.nanoTime() + (onLoop ? LOOP_NANOS_MAX : EXTEND_NANOS_MAX);
        if (all ? locks.extendToAll(deadline) : extendToNamed(deadline)) {
            return true;
        }
        error(NOT_FREE);
        return false;
    }

    private boolean namesDeclared() {
        boolean declared = true;
        for (int i = 0; i < positions.count() && declared; i++) {
            declared = locks.isNamed(partitionOf(i));
        }
        return declared;
    }

    private int partitionOf(int position) {
        return nested.key(positions.index(position)).partition();
    }

    private boolean extendToNamed(long deadline) {
        boolean taken = true;
        for (int i = 0; i < positions.count() && taken; i++) {
            taken = locks.extendTo(partitionOf(i), deadline);
        }
        return taken;
    }

    private boolean isOfOneSlot(Request request, NestedClient client) {
        boolean one = true;
        for (int i = 0; i < positions.count(); i++) {
            int index = positions.index(i);
            one &= client.mayUse(Slots.slot(request.buffer(), request.offset(index), request.length(index)));
        }
        return one;
    }

    private boolean invoke(Command command, Request request, Session session, int database) {
        GridKeyspaces keyspaces = executor.keyspaces();
        if (command.isWrite() && positions.count() > 0) {
            int other = TransactionRunner.otherDatabase(command, request, database);
            for (int i = 0; i < positions.count(); i++) {
                keyspaces.addToScope(database, nested.key(positions.index(i)));
                if (other != database) {
                    keyspaces.addToScope(other, key(request, i));
                }
            }
            if (!keyspaces.openScope()) {
                return false;
            }
        }
        keyspaces.listener(nested);
        boolean again;
        try {
            again = executor.invokeNested(command, nested, session, request);
        } finally {
            keyspaces.listener(executor.call());
        }
        if (again) {
            reply.clear();
        } else {
            nested.messages().forEach(executor.call()::publish);
        }
        nested.messages().clear();
        return !again;
    }
}
