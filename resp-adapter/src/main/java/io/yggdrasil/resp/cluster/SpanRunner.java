package io.yggdrasil.resp.cluster;

import io.yggdrasil.ignite.YggdrasilException;
import io.yggdrasil.ignite.YggdrasilException.Kind;
import io.yggdrasil.ignite.internals.Intents;
import io.yggdrasil.resp.command.Command;
import io.yggdrasil.resp.dispatch.CommandExecutor;
import io.yggdrasil.resp.dispatch.Outcome;
import io.yggdrasil.resp.dispatch.RemoteExecution.ReplySlot;
import io.yggdrasil.resp.dispatch.SlowLane;
import io.yggdrasil.resp.grid.Grid;
import io.yggdrasil.resp.grid.SpanWindow;
import io.yggdrasil.resp.script.RunningScripts;
import io.yggdrasil.resp.session.Session;
import io.yggdrasil.resp.session.Transaction;
import io.yggdrasil.resp.session.WatchedKey;
import io.yggdrasil.resp.wire.ReplyWriter;
import io.yggdrasil.resp.wire.Request;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs commands whose keys belong to several nodes, and those about all keys.
 *
 * <p>A command that writes holds the slots of its keys on all owners while it runs here on what they told it; then each
 * owner writes its part in one critical section and gives its slots back. So Redis clients see all of it or nothing. A
 * command that only reads asks all owners for rows, then whether anything was written since.
 *
 * <p>Not isolated: other Ignite clients may see one owner's part before another's. A transaction is told to all nodes that
 * have copies of its keys before the first owner writes, so that they complete it when this node is lost in between ({@link
 * Intents}); another command is not, and what was written stays. When an owner is lost, its successor writes what it did not
 * ({@link Undone}); where nobody can tell what that is, the client's connection ends without a reply.
 *
 * <p>Threads: {@link #run} is called on event loops; a command runs on a thread of the runner, which waits for other nodes.
 */
final class SpanRunner implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SpanRunner.class);
    private static final int THREADS = 8;
    private static final int QUEUE_MAX = 4096;

    /** A reader that writers interrupt more often holds the slots. */
    private static final int GLANCES_MAX = 3;

    private static final Set<String> SCRIPT_COMMANDS =
            Set.of("eval", "evalsha", "eval_ro", "evalsha_ro", "fcall", "fcall_ro");

    private static final Pattern CODED = Pattern.compile("[A-Z]{2,} ");

    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final String UNSETTLED = "CLUSTERDOWN The owners of the keys could not be determined in time";

    private final Grid grid;
    private final Dialog dialog;
    private final Function<SpanWindow, CommandExecutor> executors;
    private final RunningScripts scripts;
    private final long settleNanos;
    private final Queue<Workplace> idle = new ConcurrentLinkedQueue<>();
    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
            THREADS, THREADS, 10, TimeUnit.SECONDS, new ArrayBlockingQueue<>(QUEUE_MAX), task -> {
                Thread thread = new Thread(null, task, "resp-spanning", SlowLane.STACK_BYTES);
                thread.setDaemon(true);
                return thread;
            });

    /** What one running command needs. */
    private record Workplace(SpanGrid owners, SpanEntries entries, CommandExecutor executor) {}

    SpanRunner(
            Grid grid,
            Dialog dialog,
            long settleMillis,
            Function<SpanWindow, CommandExecutor> executors,
            RunningScripts scripts) {
        this.scripts = scripts;
        this.grid = grid;
        this.dialog = dialog;
        this.executors = executors;
        this.settleNanos = TimeUnit.MILLISECONDS.toNanos(settleMillis);
        threads.allowCoreThreadTimeOut(true);
    }

    /** Runs a request, which must own its bytes, and completes its reply. */
    void run(Command command, Request request, Session session, ReplySlot slot) {
        try {
            threads.execute(() -> {
                byte[] reply = reply(command, request, session);
                if (reply == null) {
                    slot.lose();
                } else {
                    slot.complete(reply);
                }
            });
        } catch (RejectedExecutionException e) {
            slot.complete(error("BUSY too many commands over several nodes wait already"));
        }
    }

    /** Null when nobody knows whether the command was done. */
    private byte @Nullable [] reply(Command command, Request request, Session session) {
        Workplace place = idle.poll();
        if (place == null) {
            place = workplace();
        }
        try {
            byte[] reply = settle(place, command, request, session);
            idle.add(place);
            return reply;
        } catch (Undone.FateUnknown e) {
            LOG.warn("Command {}: {}", command.fullName(), e.getMessage());
            idle.add(place);
            return null;
        } catch (RuntimeException | Error e) {
            LOG.error("Command {} over several nodes failed", command.fullName(), e);
            return error("ERR internal error: " + e.getClass().getSimpleName());
        }
    }

    private Workplace workplace() {
        SpanGrid owners = new SpanGrid(grid, dialog);
        SpanEntries entries = new SpanEntries(owners);
        CommandExecutor executor = executors.apply(entries);
        executor.holdMessages();
        return new Workplace(owners, entries, executor);
    }

    private byte[] settle(Workplace place, Command command, Request request, Session session) {
        long start = System.nanoTime();
        Transaction transaction = session.transaction();
        List<WatchedKey> watched = List.copyOf(session.watched());
        int database = session.database();
        for (int attempts = 0; ; attempts++) {
            try {
                return attempt(place, command, request, session, attempts < GLANCES_MAX);
            } catch (YggdrasilException e) {
                place.owners.release();
                if (e instanceof Undone.FateUnknown unknown) {
                    throw unknown;
                }
                if (e.kind() != Kind.RETRY || System.nanoTime() - start > settleNanos) {
                    return refuse(session, transaction, e.kind() == Kind.RETRY ? UNSETTLED : text(e));
                }
                session.transaction(transaction);
                session.unwatch();
                watched.forEach(session::watch);
                session.database(database);
                LockSupport.parkNanos(RETRY_NANOS);
            }
        }
    }

    /** Ends the transaction, if the command is one: as a busy server answers EXEC, for it may be a node that is. */
    private static byte[] refuse(Session session, @Nullable Transaction transaction, String message) {
        if (transaction == null) {
            return error(message);
        }
        session.transaction(null);
        session.unwatch();
        boolean busy = message.startsWith("BUSY ");
        return error(busy ? "EXECABORT Transaction discarded because of: " + message : message);
    }

    private byte[] attempt(Workplace place, Command command, Request request, Session session, boolean mayGlance) {
        SpanEntries entries = place.entries;
        CommandExecutor executor = place.executor;
        entries.plan();
        place.owners.begin();
        if (execute(executor, request, session) == Outcome.REPLIED) {
            executor.publishHeld();
            return replyOf(executor);
        }
        Transaction transaction = session.transaction();
        boolean writes =
                entries.wantsAllWritten() || (transaction == null ? command.isWrite() : transaction.mayWrite());
        place.owners.plan(entries.wanted());
        boolean leases = writes || !mayGlance;
        if (leases) {
            place.owners.lease(entries);
        } else {
            place.owners.glance(entries);
        }
        String script = scriptCommand(command, transaction);
        if (leases && script != null) {
            place.owners.runScript(script.startsWith("fcall"));
        }
        entries.work();
        if (execute(executor, request, session) != Outcome.REPLIED) {
            throw new YggdrasilException(Kind.RETRY, "ownership is being decided");
        }
        if (script != null && scripts.isStopped()) { // It may have been killed half-way.
            throw new YggdrasilException(Kind.RESOURCE, "ERR the server stops");
        }
        byte[] reply = replyOf(executor);
        if (leases) {
            place.owners.apply(entries, transaction != null);
        } else {
            place.owners.validate();
        }
        executor.publishHeld();
        return reply;
    }

    /** The name of the script command that runs, the first one of a transaction; null when there is none. */
    private static @Nullable String scriptCommand(Command command, @Nullable Transaction transaction) {
        Stream<String> names = transaction == null
                ? Stream.of(command.name())
                : transaction.queued().stream().map(queued -> queued.text(0).toLowerCase(Locale.ROOT));
        return names.filter(SCRIPT_COMMANDS::contains).findFirst().orElse(null);
    }

    private static Outcome execute(CommandExecutor executor, Request request, Session session) {
        executor.reply().clear();
        Outcome outcome = executor.execute(request, session, null);
        if (outcome == Outcome.RETRY || outcome == Outcome.PAUSED) {
            throw new YggdrasilException(Kind.RETRY, "ownership is being decided");
        }
        return outcome;
    }

    private static byte[] replyOf(CommandExecutor executor) {
        ReplyWriter reply = executor.reply();
        return Arrays.copyOf(reply.array(), reply.size());
    }

    /** The error as clients see it: most that come this far have a code already. */
    static String text(YggdrasilException e) {
        String message = String.valueOf(e.getMessage());
        if (CODED.matcher(message).lookingAt()) {
            return message;
        }
        return (e.kind() == Kind.RESOURCE ? "CLUSTERDOWN " : "ERR ") + message;
    }

    private static byte[] error(String message) {
        return ("-" + message.replaceAll("[\r\n]+", " ") + "\r\n").getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(5, TimeUnit.SECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
