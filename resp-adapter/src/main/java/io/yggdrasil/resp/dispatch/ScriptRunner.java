package io.yggdrasil.resp.dispatch;

import io.yggdrasil.ignite.YggdrasilException;
import io.yggdrasil.ignite.slot.Slots;
import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.command.Command;
import io.yggdrasil.resp.command.CommandFlag;
import io.yggdrasil.resp.command.DeferredReplies;
import io.yggdrasil.resp.command.KeyPositions;
import io.yggdrasil.resp.command.KeySpec;
import io.yggdrasil.resp.command.NestedClient;
import io.yggdrasil.resp.command.NestedCommands;
import io.yggdrasil.resp.command.RedisException;
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
 * <p>A script runs alone: it holds the locks of all slots of this node, as nobody knows which keys it will name. So Redis
 * clients see all of what it did or nothing. The locks beneath, those of the entries that keep other Ignite clients out,
 * are held for each of its commands anew and not for all of it: they hold up checkpoints and changes of ownership, and a
 * script may run for long. It runs on the slow lane, so no event loop waits for it.
 *
 * <p>Outside of cluster mode a script may name keys of other nodes. If it declares keys of several nodes, or none, it holds
 * the slots of all nodes. If it meets a key of another node that it has not declared, it is ended and run anew so; once it
 * has written that cannot be, and the command is an error.
 */
final class ScriptRunner implements NestedCommands {
    private static final long LOCK_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long SETTLE_NANOS_MAX = TimeUnit.SECONDS.toNanos(30);
    private static final long SETTLE_RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final String NOT_HERE = "ERR Script attempted to access a non local key in a cluster node";
    private static final String TWO_SLOTS = "ERR Script attempted to access keys that do not hash to the same slot";
    private static final String NO_RIGHT = "ERR ACL failure in script: ";
    private static final String UNSETTLED = "TRYAGAIN The owner of the key could not be determined in time";

    private final CommandExecutor executor;
    private final KeyPositions positions = new KeyPositions();
    private final ReplyWriter reply = new ReplyWriter();
    private final Call nested;
    private boolean abandoned;

    ScriptRunner(CommandExecutor executor) {
        this.executor = executor;
        this.nested =
                Call.ofScript(reply, executor.keyspaces(), executor.observer().keyEvents());
    }

    /** Runs a command that runs others. */
    Outcome run(Command command, Request request, Session session, long now, @Nullable DeferredReplies deferrals) {
        GridKeyspaces keyspaces = executor.keyspaces();
        executor.call().begin(command, request, session, now, false, null);
        if (!routeKeys(command, request, session.database())) {
            return Outcome.RETRY;
        }
        Route route = keyspaces.route();
        if (route == Route.REMOTE) {
            return Outcome.REMOTE;
        }
        boolean anywhere = route == Route.SPANNING || positions.count() == 0;
        if (anywhere && !executor.isClusterMode() && keyspaces.isSpread(true)) {
            return Outcome.SPANNING;
        }
        if (executor.runElsewhere(request, session, deferrals)) {
            return Outcome.DEFERRED;
        }
        return runHere(command, request, session);
    }

    private Outcome runHere(Command command, Request request, Session session) {
        SlotLockSet locks = executor.locks();
        locks.addAll();
        if (!lock(locks)) {
            return Outcome.RETRY;
        }
        int mark = executor.reply().size();
        abandoned = false;
        try {
            executor.announce(session, command, request);
            executor.invoke(command);
            if (abandoned) {
                executor.reply().truncate(mark);
                return Outcome.SPANNING;
            }
            executor.publish();
        } finally {
            locks.unlock();
        }
        return executor.done(session, command, request);
    }

    private static boolean lock(SlotLockSet locks) {
        try {
            return locks.tryLockForLong(LOCK_WAIT_NANOS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Routes the keys of a request; false when their owners are not known now. */
    private boolean routeKeys(Command command, Request request, int database) {
        positions.clear();
        for (KeySpec spec : command.lockedKeys()) {
            spec.collect(request, positions);
        }
        int other = TransactionRunner.otherDatabase(command, request, database);
        GridKeyspaces keyspaces = executor.keyspaces();
        for (int i = 0; i < positions.count(); i++) {
            if (!keyspaces.route(database, key(request, i)) || !keyspaces.route(other, key(request, i))) {
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
            if (System.nanoTime() - start > SETTLE_NANOS_MAX) {
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
            if (!routeKeys(command, request, database)) {
                return false;
            }
            boolean spread = !executor.isClusterMode()
                    && command.has(CommandFlag.WHOLE_KEYSPACE)
                    && keyspaces.isSpread(command.isWrite());
            if (keyspaces.route() != Route.LOCAL || spread) {
                leave(client);
                return true;
            }
            if (executor.isClusterMode() && !isOfOneSlot(request, client)) {
                error(TWO_SLOTS);
                return true;
            }
            if (command.has(CommandFlag.WRITE)) {
                client.onWrite();
            }
            nested.begin(command, request, session, executor.call().nowMillis(), true, null);
            executor.rememberReads(command, request, executor.call().session(), positions);
            return invoke(command, request, session, database);
        } catch (YggdrasilException e) {
            if (e.kind() == YggdrasilException.Kind.RETRY) {
                reply.clear();
                return false;
            }
            error(CommandExecutor.errorOf(e));
            return true;
        } finally {
            keyspaces.closeScope();
        }
    }

    /** The command needs another node: the script is run anew with the slots of all, if that can be. */
    private void leave(NestedClient client) {
        error(NOT_HERE);
        boolean alone = !executor.call().inTransaction();
        if (alone && !executor.isClusterMode() && !client.hasWritten()) {
            client.abandon();
            abandoned = true;
        }
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
