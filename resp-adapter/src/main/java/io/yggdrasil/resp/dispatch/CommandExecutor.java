package io.yggdrasil.resp.dispatch;

import io.yggdrasil.ignite.YggdrasilException;
import io.yggdrasil.ignite.internals.Ack;
import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.command.Command;
import io.yggdrasil.resp.command.CommandFlag;
import io.yggdrasil.resp.command.CommandTable;
import io.yggdrasil.resp.command.DeferredReplies;
import io.yggdrasil.resp.command.KeyPositions;
import io.yggdrasil.resp.command.Waiting;
import io.yggdrasil.resp.grid.GridKeyspaces;
import io.yggdrasil.resp.grid.Route;
import io.yggdrasil.resp.keyspace.Key;
import io.yggdrasil.resp.keyspace.OutOfMemoryException;
import io.yggdrasil.resp.session.KeyTracking;
import io.yggdrasil.resp.session.Session;
import io.yggdrasil.resp.session.Transaction;
import io.yggdrasil.resp.wire.ReplyWriter;
import io.yggdrasil.resp.wire.Request;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs requests for one thread. See the package for what isolates commands from each other.
 *
 * <p>A request that cannot run here and now (ownership unsettled, keys elsewhere) leaves no trace: the caller passes
 * the same request again, or passes it on.
 */
public final class CommandExecutor {
    private static final Logger LOG = LoggerFactory.getLogger(CommandExecutor.class);
    private static final int OPTIMISTIC_ATTEMPTS = 4;

    private final CommandTable table;
    private final GridKeyspaces keyspaces;
    private final AccessControl access;
    private final CommandObserver observer;
    private final ReplyWriter reply;
    private final Call call;
    private final SlotLockSet locks;
    private final KeyPositions positions = new KeyPositions();
    private final CommandClock clock = new CommandClock();

    private final WriteRun writes = new WriteRun();
    private boolean inTurn;
    private boolean followed;
    private final TransactionRunner transactions;
    private final ScriptRunner scripts;
    private final CommandResolver resolver;
    private final CommandInvoker invoker;
    private final WaitRules waits;
    private final @Nullable SlowLane slowLane;
    private final @Nullable SlotRedirection redirection;
    private boolean holdsMessages;
    private boolean unserved;
    private int replyMark;
    private int otherDatabase;
    private @Nullable Command resolved;

    /** Makes the executor of one thread that may wait: it runs slow commands itself. */
    public CommandExecutor(
            CommandTable table,
            GridKeyspaces keyspaces,
            SlotLocks locks,
            AccessControl access,
            CommandObserver observer,
            ReplyWriter reply) {
        this(table, keyspaces, locks, access, observer, reply, null, null);
    }

    /**
     * Makes the executor of one thread; it writes replies to {@code reply}.
     *
     * @param slowLane where slow commands run; null: here
     * @param addresses where to send clients whose keys are elsewhere, which is cluster mode; null: nowhere
     */
    public CommandExecutor(
            CommandTable table,
            GridKeyspaces keyspaces,
            SlotLocks locks,
            AccessControl access,
            CommandObserver observer,
            ReplyWriter reply,
            @Nullable SlowLane slowLane,
            @Nullable NodeAddresses addresses) {
        this.table = table;
        this.keyspaces = keyspaces;
        this.access = access;
        this.observer = observer;
        this.reply = reply;
        this.resolver = new CommandResolver(table, access, observer, reply);
        this.invoker = new CommandInvoker(keyspaces, observer);
        this.locks = new SlotLockSet(locks);
        this.scripts = new ScriptRunner(this);
        this.call = new Call(reply, keyspaces, observer.keyEvents(), scripts);
        this.waits = new WaitRules(keyspaces, call, positions);
        keyspaces.listener(call);
        this.transactions = new TransactionRunner(this);
        this.slowLane = slowLane;
        this.redirection = addresses == null ? null : new SlotRedirection(keyspaces, addresses);
    }

    /** Says that the executor is an event loop's, which must not wait for others: see {@link #awaitTurn}. */
    public void loop(Executor own) {
        locks.loop(own);
    }

    /**
     * Has {@code wake} run on the event loop when a request may be run again that was {@link Outcome#RETRY} since others used its
     * keys. False: that was not why. Running it again earlier does no harm.
     */
    public boolean awaitTurn(Runnable wake) {
        return locks.awaitTurn(wake);
    }

    /** Where replies are written. */
    public ReplyWriter reply() {
        return reply;
    }

    /** The node that {@link Outcome#REMOTE} speaks of. */
    public UUID remoteNode() {
        return keyspaces.remoteNode();
    }

    /** The command of the last request, its subcommand if it has any. */
    public Command command() {
        Command last = resolved;
        if (last == null) {
            throw new IllegalStateException("the last request named no command");
        }
        return last;
    }

    /**
     * Lets requests run only while ownership is as it was at {@code epoch}; they are to be retried otherwise. {@link
     * GridKeyspaces#ANY_EPOCH} takes the condition back.
     */
    public void onlyAt(long epoch) {
        keyspaces.onlyAt(epoch);
    }

    /** The epoch of ownership in which the last request's keys were routed. */
    public long routeEpoch() {
        return keyspaces.routeEpoch();
    }

    /** Updates of the last request that other nodes have not acknowledged; empty for most. */
    public List<Ack> takeAcks() {
        return keyspaces.takeAcks();
    }

    /** Whether the last request has updates that other nodes have not acknowledged. */
    public boolean hasAcks() {
        return keyspaces.hasAcks();
    }

    /** When to run a request again that was {@link Outcome#PAUSED}, in milliseconds. */
    public long pauseMillis() {
        return access.holdMillis();
    }

    /**
     * Says that the requests from now on follow each other at once, or no longer: see {@link CommandClock} and {@link
     * GridKeyspaces#holdOn}.
     */
    public void inTurn(boolean follow) {
        clock.turn(follow);
        inTurn = follow;
        followed = false;
        keyspaces.holdOn(false, false);
    }

    /**
     * Says whether the next request is followed by one that is like it up to its first argument. If so it may begin a run: then
     * {@link #isInRun}, and replies are final only when {@link #endRun} has returned true.
     */
    public void isFollowed(boolean byAnother) {
        followed = byAnother;
    }

    /** Whether requests have run whose changes are not stored yet. */
    public boolean isInRun() {
        return writes.isOpen();
    }

    /**
     * Stores what the requests of the run have changed. If that cannot be done, nothing of it is, their replies are taken back,
     * and they are to be run one by one.
     *
     * @return whether it was done
     */
    public boolean endRun() {
        boolean stored = false;
        try {
            stored = keyspaces.run().end();
        } catch (YggdrasilException | OutOfMemoryException e) {
            LOG.debug("A run of commands is run one by one: {}", e.getMessage());
        } catch (RuntimeException | Error e) {
            LOG.warn("A run of commands is run one by one", e);
        } finally {
            endWriting(stored);
        }
        if (!stored) {
            reply.truncate(writes.mark());
            call.messages().clear();
        }
        writes.end();
        call.end();
        keyspaces.end();
        expireMet();
        return stored;
    }

    /** Runs a command in the run that is open. */
    private Outcome join(Command command, Request request, Session session) {
        Key key = command.changesCollection() ? onlyKey(command, request, session) : null;
        if (key == null
                || !keyspaces.run().mayJoin()
                || !writes.takes(session, key)
                || access.holds(session, command, request)
                || WaitRules.mayWait(command, request)) {
            return Outcome.APART;
        }
        clock.begin();
        session.onCommand(command.fullName(), call.nowMillis());
        int mark = reply.size();
        invoke(command);
        if (invoker.isUnsettled() || !keyspaces.run().isWhole()) {
            reply.truncate(mark);
            return Outcome.APART;
        }
        writes.onCommand();
        note(session, command, request, clock.end());
        return Outcome.REPLIED;
    }

    private @Nullable Key onlyKey(Command command, Request request, Session session) {
        positions.fill(command.lockedKeys(), request);
        call.begin(command, request, session, call.nowMillis(), false, null);
        return positions.count() == 1 ? call.key(positions.index(0)) : null;
    }

    private boolean mayBeginRun(Command command, Request request, Session session) {
        return followed
                && command.changesCollection()
                && positions.count() == 1
                && session.tracking() == null
                && !holdsMessages
                && !observer.wantsRequests()
                && !WaitRules.mayWait(command, request);
    }

    /** Notes bytes read from and written to the clients of this thread. */
    public void onTraffic(long bytesIn, long bytesOut) {
        observer.onTraffic(bytesIn, bytesOut);
    }

    /**
     * Runs a request.
     *
     * @param deferrals makes deferred replies; null where the caller cannot wait
     */
    public Outcome execute(Request request, Session session, @Nullable DeferredReplies deferrals) {
        reply.version(session.protocol());
        if (!writes.isOpen() && !call.messages().isEmpty()) {
            call.messages().clear(); // Of an attempt that came to nothing.
        }
        Command command = resolver.resolve(request, session);
        resolved = command;
        if (command == null) {
            return Outcome.REPLIED;
        }
        if (writes.isOpen()) {
            return join(command, request, session);
        }
        if (access.holds(session, command, request)) {
            return Outcome.PAUSED;
        }
        if (redirection != null) {
            Outcome elsewhere = redirect(redirection, command, request, session);
            if (elsewhere != null) {
                return elsewhere;
            }
        }
        Transaction transaction = session.transaction();
        if (transaction != null && !transactions.runsAtOnce(command)) {
            return transactions.queue(command, request, transaction);
        }
        replyMark = reply.size();
        boolean told = observer.wantsWriters();
        if (told) {
            observer.onBegin(session);
        }
        try {
            return start(command, request, session, deferrals);
        } catch (YggdrasilException e) {
            return notRun(command, session, e);
        } finally {
            if (!writes.isOpen()) {
                call.end();
                keyspaces.end();
            }
            if (told) {
                observer.onEnd();
            }
        }
    }

    /** In cluster mode: null when the request may go on here, be it to the queue of a transaction. */
    private @Nullable Outcome redirect(SlotRedirection toOwner, Command command, Request request, Session session) {
        boolean exec = TransactionRunner.isExec(command);
        if (command.keySpecs().isEmpty() && !exec) {
            return null;
        }
        session.takeAsking();
        toOwner.begin();
        toOwner.add(command, request);
        if (exec) {
            transactions.addKeys(session, toOwner);
        }
        if (!toOwner.isSettled()) {
            return Outcome.RETRY;
        }
        String refusal = toOwner.refusal();
        if (refusal == null) {
            return null;
        }
        Transaction transaction = session.transaction();
        if (exec) {
            TransactionRunner.end(session);
        } else if (transaction != null) {
            transaction.breakUp();
        }
        observer.onRejected(session, command);
        writeError(refusal);
        return Outcome.REPLIED;
    }

    /**
     * For how long the client waits for what the last request wanted, {@link Waiting#NOT_AT_ALL} for most.
     *
     * @param mark where its reply begins; a request that found something does not wait
     */
    public long waitMillis(Request request, int mark) {
        Command last = resolved;
        return last != null && last.waiting() != null && reply.isNullSince(mark)
                ? WaitRules.millis(last, request)
                : Waiting.NOT_AT_ALL;
    }

    /** As the other, of a request that was not run here. */
    public long waitMillis(Request request) {
        Command last = resolved;
        return last == null ? Waiting.NOT_AT_ALL : WaitRules.millis(last, request);
    }

    /** Whether clients are sent to the owners of keys. */
    public boolean isClusterMode() {
        return redirection != null;
    }

    private Outcome start(Command command, Request request, Session session, @Nullable DeferredReplies deferrals) {
        long now = keyspaces.begin(clock.begin());
        if (session.isMaster()) {
            keyspaces.judgeNothingOver();
        }
        boolean overwrites = command.overwrites(request.count());
        keyspaces.holdOn(inTurn && overwrites, inTurn && !overwrites && command.changesValue());
        session.onCommand(command.fullName(), now);
        if (TransactionRunner.isExec(command)) {
            return transactions.exec(command, request, session, now, deferrals);
        }
        if (command.has(CommandFlag.SCRIPT)) {
            return scripts.run(command, request, session, now, deferrals);
        }
        return run(command, request, session, now, deferrals);
    }

    /** The entries could not be reached: their partition is moving, is lost, or the node stops. */
    private Outcome notRun(Command command, Session session, YggdrasilException e) {
        reply.truncate(replyMark);
        if (e.kind() == YggdrasilException.Kind.RETRY) {
            return Outcome.RETRY;
        }
        if (TransactionRunner.isExec(command)) {
            TransactionRunner.end(session);
        }
        observer.onRejected(session, command);
        writeError(CommandInvoker.errorOf(e));
        return Outcome.REPLIED;
    }

    /** Whether a request has to look on other nodes too: it is about all keys, or about some that nobody can tell before. */
    boolean isSpread(Command command, Request request) {
        return command.isAboutAllKeys(request)
                && keyspaces.isSpread(command.isWrite() || !command.has(CommandFlag.WHOLE_KEYSPACE));
    }

    private boolean runSlowly(Command command, Request request, Session session, @Nullable DeferredReplies deferrals) {
        return command.has(CommandFlag.SLOW_PATH) && runElsewhere(request, session, deferrals);
    }

    /** Hands the request to the slow lane if there is one and the client can wait. */
    boolean runElsewhere(Request request, Session session, @Nullable DeferredReplies deferrals) {
        SlowLane lane = slowLane;
        if (lane == null || deferrals == null) {
            return false;
        }
        lane.run(request.copy(), session, deferrals.defer());
        return true;
    }

    /** Whether the running request can be handed to the slow lane, so that this thread need not wait for anything. */
    boolean mayRunElsewhere(@Nullable DeferredReplies deferrals) {
        return slowLane != null && deferrals != null;
    }

    private Outcome run(
            Command command, Request request, Session session, long now, @Nullable DeferredReplies deferrals) {
        positions.fill(command.lockedKeys(), request);
        call.begin(command, request, session, now, false, invoker.deferring(deferrals));
        rememberReads(command, request, session, positions);
        if (redirection == null && isSpread(command, request)) {
            return Outcome.SPANNING;
        }
        if (positions.count() == 0 && runSlowly(command, request, session, deferrals)) {
            return Outcome.DEFERRED;
        }
        if (positions.count() == 0 && !(command.isWrite() && command.has(CommandFlag.WHOLE_KEYSPACE))) {
            return runUnlocked(command, request, session);
        }
        locks.clear();
        keyspaces.noteUse(isUse(command, session));
        for (int i = 0; i < positions.count(); i++) {
            Key key = call.key(positions.index(i));
            if (!keyspaces.route(session.database(), key)) {
                return Outcome.RETRY;
            }
            locks.add(key.partition());
        }
        otherDatabase = TransactionRunner.otherDatabase(command, request, session.database());
        if (otherDatabase != session.database() && !routeIn(otherDatabase)) {
            return Outcome.RETRY;
        }
        Route route = keyspaces.route();
        if (route != Route.LOCAL) {
            return route == Route.REMOTE ? Outcome.REMOTE : Outcome.SPANNING;
        }
        if (runSlowly(command, request, session, deferrals)) {
            return Outcome.DEFERRED;
        }
        if (waits.queuesUp(command, request, session)) {
            reply.nullArray();
            return Outcome.REPLIED;
        }
        announce(session, command, request);
        if (command.isWrite()) {
            return runWriting(command, request, session);
        }
        return command.isReadOnly() ? runReading(command, request, session) : runOnce(command, request, session);
    }

    /** Notes the keys that a client which tracks keys is about to read; a script may read all that it declares. */
    void rememberReads(Command command, Request request, Session session, KeyPositions keys) {
        if (session.tracking() == null || !command.isReadOnly() && !command.has(CommandFlag.SCRIPT)) {
            return;
        }
        for (int i = 0; i < keys.count(); i++) {
            int at = keys.index(i);
            observer.onTrackedRead(
                    session,
                    new String(request.buffer(), request.offset(at), request.length(at), StandardCharsets.ISO_8859_1));
        }
    }

    /** The last request of a client that tracks keys has run or is away: CLIENT CACHING was for that one. */
    public void endCaching(Session session, KeyTracking tracking) {
        Command last = resolved;
        boolean isClient = last != null && last.fullName().startsWith("client|");
        if (!isClient && session.transaction() == null) {
            tracking.cachingGiven(false);
        }
    }

    /** All replies to a client that tracks keys are made. */
    public void settle(Session session) {
        observer.onSettled(session);
    }

    /** Whether the command makes its keys less idle. */
    static boolean isUse(Command command, Session session) {
        return command.isUse()
                && (!session.noTouch()
                        || command.isWrite()
                        || command.fullName().equals("touch"));
    }

    /** MOVE and COPY name a second database; their keys are wanted there as well. */
    private boolean routeIn(int database) {
        for (int i = 0; i < positions.count(); i++) {
            if (!keyspaces.route(database, call.key(positions.index(i)))) {
                return false;
            }
        }
        return true;
    }

    private void addToScope(int database) {
        for (int i = 0; i < positions.count(); i++) {
            keyspaces.addToScope(database, call.key(positions.index(i)).copy());
        }
    }

    /**
     * Administrative commands are nobody's business; EXEC is announced behind the commands that it runs, a script before those
     * that it runs, and the command of a client that waits was announced before.
     */
    void announce(Session session, Command command, Request request) {
        if (observer.wantsRequests()
                && session.blocked() == null
                && (!command.has(CommandFlag.SKIP_MONITOR) || command.has(CommandFlag.SCRIPT))
                && !command.has(CommandFlag.ADMIN)) {
            observer.onRequest(session, command, request);
        }
    }

    private Outcome runUnlocked(Command command, Request request, Session session) {
        announce(session, command, request);
        int mark = reply.size();
        invoke(command);
        if (invoker.isUnsettled() && !command.isWrite()) {
            reply.truncate(mark);
            return Outcome.RETRY;
        }
        return done(session, command, request);
    }

    private Outcome runReading(Command command, Request request, Session session) {
        int mark = reply.size();
        for (int attempt = 0; attempt < OPTIMISTIC_ATTEMPTS; attempt++) {
            if (locks.beginOptimistic()) {
                invoker.invokeInDoubt(command, call);
                boolean current = keyspaces.isRouteCurrent();
                if (current && locks.isStillValid()) {
                    invoker.confirm();
                    return done(session, command, request);
                }
                reply.truncate(mark);
                call.messages().clear();
                if (!current) {
                    return Outcome.RETRY;
                }
            }
            Thread.onSpinWait();
        }
        return runOnce(command, request, session);
    }

    /** For what must not run twice, as WATCH, and for readers that writers keep interrupting. */
    private Outcome runOnce(Command command, Request request, Session session) {
        int mark = reply.size();
        if (!locks.tryLock(false)) {
            return Outcome.RETRY;
        }
        try {
            invoke(command);
        } finally {
            locks.unlock();
        }
        if (!keyspaces.isRouteCurrent()) {
            reply.truncate(mark);
            return Outcome.RETRY;
        }
        return done(session, command, request);
    }

    private Outcome runWriting(Command command, Request request, Session session) {
        if (!lockForWriting(command.has(CommandFlag.WHOLE_KEYSPACE))) {
            return Outcome.RETRY;
        }
        int mark = reply.size();
        boolean ran = false;
        boolean goesOn = false;
        try {
            for (int i = 0; i < positions.count(); i++) {
                keyspaces.addToScope(session.database(), call.key(positions.index(i)));
            }
            if (otherDatabase != session.database()) {
                addToScope(otherDatabase);
            }
            if (positions.count() > 0 && !openScope(command, request, session)) {
                return Outcome.RETRY;
            }
            boolean beginsRun = mayBeginRun(command, request, session);
            if (beginsRun) {
                keyspaces.run().begin();
            }
            invoke(command);
            if (invoker.isUnsettled()) {
                reply.truncate(mark);
                return Outcome.RETRY;
            }
            ran = true;
            if (beginsRun && keyspaces.run().isWhole()) {
                writes.begin(session, call.key(positions.index(0)), mark);
                goesOn = true;
            }
        } finally {
            if (!goesOn) {
                endWriting(ran);
            }
        }
        return done(session, command, request);
    }

    private boolean openScope(Command command, Request request, Session session) {
        if (command.overwrites(request.count())) {
            return keyspaces.openScopeLate();
        }
        return command.changesValue() && positions.count() == 1
                ? keyspaces.openScopeToChange(session.database(), call.key(positions.index(0)))
                : keyspaces.openScope();
    }

    /** Ends a critical section. What it has to publish is published inside, so that messages about a key keep their order. */
    void endWriting(boolean ran) {
        try {
            keyspaces.closeScope();
            if (ran) {
                publish();
            }
        } finally {
            locks.unlock();
        }
    }

    /** Locks what was added for writing, or everything; false when that cannot be now. */
    boolean lockForWriting(boolean wholeKeyspace) {
        if (!wholeKeyspace) {
            return locks.tryLock(true);
        }
        locks.addAll();
        return locks.lockForLong();
    }

    Outcome done(Session session, Command command, Request request) {
        unserved = isUnserved(command, request);
        note(session, command, request, clock.end());
        unserved = false;
        if (!writes.isOpen()) {
            publish();
            expireMet();
        }
        return invoker.isDeferred() ? Outcome.DEFERRED : Outcome.REPLIED;
    }

    /** Whether the client waits on, as there was nothing for it: its command counts as run when that ends. */
    private boolean isUnserved(Command command, Request request) {
        return command.waiting() != null && reply.isNullSince(replyMark) && WaitRules.mayWait(command, request);
    }

    /** A client's wait has ended without anything for it, or with an error. */
    public void onUnserved(Session session, Command command, Request request, boolean isError) {
        observer.onCommand(session, command, request, 0, isError);
    }

    /** Publishes what the commands that ran have to say, unless that is held back. */
    void publish() {
        if (!holdsMessages && !call.messages().isEmpty()) {
            publishHeld();
        }
    }

    /** Has what commands publish kept until {@link #publishHeld()}, as they may have to be run again. */
    public void holdMessages() {
        holdsMessages = true;
    }

    /** Publishes what the last request had to say. */
    public void publishHeld() {
        observer.onMessages(call.messages());
        call.messages().clear();
    }

    /** Removes what was met and has expired; behind the command, with nothing locked. */
    void expireMet() {
        if (keyspaces.hasExpired() && !access.holdsExpiry()) {
            keyspaces.expire();
        }
    }

    /** Tells the observer of the command that {@link #invoke} ran last, unless it is to run again. */
    void note(Session session, Command command, Request request, long nanos) {
        if (!unserved) {
            observer.onCommand(session, command, request, nanos, invoker.isFailed());
        }
        if (command.isReadOnly() && keyspaces.hits() + keyspaces.misses() > 0) {
            observer.onLookups(keyspaces.hits(), keyspaces.misses());
        } else if (keyspaces.changes() > 0) {
            observer.onChanges(keyspaces.changes());
        }
    }

    /** Runs the handler; whatever goes wrong becomes an error reply. */
    void invoke(Command command) {
        invoker.invoke(command, call);
    }

    /** Runs a command inside the running one; what is known of that one stays. Returns whether it has to be run again. */
    boolean invokeNested(Command command, Call nested, Session session, Request request) {
        CommandInvoker.Fate outer = invoker.fate();
        long start = System.nanoTime();
        invoker.invoke(command, nested);
        boolean again = invoker.isUnsettled();
        if (!again) {
            note(session, command, request, System.nanoTime() - start);
        }
        invoker.fate(outer);
        return again;
    }

    void writeError(String message) {
        resolver.writeError(message);
    }

    // What the transaction runner shares with this executor: one call, one set of locks, one scope.

    Call call() {
        return call;
    }

    /** Whether the command that {@link #invoke} ran last has to be run again. */
    boolean isUnsettled() {
        return invoker.isUnsettled();
    }

    SlotLockSet locks() {
        return locks;
    }

    GridKeyspaces keyspaces() {
        return keyspaces;
    }

    AccessControl access() {
        return access;
    }

    CommandObserver observer() {
        return observer;
    }

    CommandTable table() {
        return table;
    }
}
