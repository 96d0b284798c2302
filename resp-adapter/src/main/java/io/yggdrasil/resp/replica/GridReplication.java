package io.yggdrasil.resp.replica;

import io.yggdrasil.ignite.internals.ExchangeEpoch;
import io.yggdrasil.ignite.internals.SharedNote;
import io.yggdrasil.resp.command.server.Replication;
import io.yggdrasil.resp.parameter.Parameters;
import io.yggdrasil.resp.server.InnerClient;
import java.io.IOException;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.apache.ignite.Ignite;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This node's part of the grid being a replica: it knows of the link, wherever it is, and has it when it was asked to.
 *
 * <p>When the node with the link leaves, the link ends and the grid stays read-only until REPLICAOF is given to another node:
 * nobody begins by itself to empty the databases anew.
 *
 * <p>Threads: any; what waits is done by a thread of its own, one thing after the other.
 */
public final class GridReplication implements Replication, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GridReplication.class);
    private static final String NOTE = "yggdrasil.replica";
    private static final long END_MILLIS_MAX = 60_000;
    private static final long LOOK_MILLIS = 100;
    private static final String GONE = "the node that had the link has left; REPLICAOF to another node begins anew";

    private final Ignite ignite;
    private final UUID self;
    private final Parameters parameters;
    private final IntSupplier port;
    private final SharedNote note;
    private final ExecutorService worker = Executors.newSingleThreadExecutor(GridReplication::thread);
    private volatile @Nullable Following following;
    private volatile @Nullable ReplicaLink link;
    private volatile @Nullable Inside inside;
    private volatile Runnable listener = () -> {};
    private @Nullable UUID missed;

    /** Connects clients inside of the process. */
    @FunctionalInterface
    public interface Inside {
        /** A new connection to this server. */
        InnerClient connect(InnerClient.Receiver receiver) throws IOException;
    }

    /**
     * The part of a started node.
     *
     * @param epoch tells when nodes have come or gone
     * @param port where this server listens
     */
    public GridReplication(Ignite ignite, ExchangeEpoch epoch, Parameters parameters, IntSupplier port) {
        this.ignite = ignite;
        this.self = ignite.cluster().localNode().id();
        this.parameters = parameters;
        this.port = port;
        this.note = SharedNote.of(ignite, NOTE);
        note.onChange(this::onNote);
        onNote(note.text());
        epoch.onSettled(() -> later(this::lookForNode));
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "yggdrasil-replication");
        thread.setDaemon(true);
        return thread;
    }

    /** Has {@code action} called whenever the grid becomes a replica or is none any more; it must not wait. */
    public void onChange(Runnable action) {
        listener = action;
    }

    /** Lets the grid become a replica from now on: the server takes connections. */
    public void open(Inside connector) {
        inside = connector;
    }

    @Override
    public @Nullable Master master() {
        Following known = following;
        return known == null ? null : known.master();
    }

    @Override
    public Link link() {
        Following known = following;
        if (known == null) {
            return NONE.link();
        }
        ReplicaLink own = link;
        if (own != null && known.node().equals(self)) {
            return own.link();
        }
        String node = known.node().toString();
        return isInGrid(known.node())
                ? Link.elsewhere(known.state(), node, known.problem())
                : Link.elsewhere(State.DOWN, node, GONE);
    }

    private boolean isInGrid(UUID node) {
        return ignite.cluster().node(node) != null;
    }

    @Override
    public void follow(Master master, Consumer<@Nullable String> whenDone) {
        report(whenDone, () -> begin(master));
    }

    @Override
    public void endFollowing(Consumer<@Nullable String> whenDone) {
        if (following == null) {
            whenDone.accept(null);
        } else {
            report(whenDone, this::end);
        }
    }

    private void report(Consumer<@Nullable String> whenDone, Supplier<@Nullable String> action) {
        later(() -> {
            String error;
            try {
                error = action.get();
            } catch (RuntimeException e) {
                LOG.warn("REPLICAOF failed", e);
                error = String.valueOf(e.getMessage());
            }
            whenDone.accept(error);
        });
    }

    private void later(Runnable task) {
        try {
            worker.execute(task);
        } catch (RejectedExecutionException e) {
            LOG.debug("The server stops", e);
        }
    }

    // On the worker.

    private @Nullable String begin(Master master) {
        Inside connector = inside;
        if (connector == null) {
            return "the server is starting";
        }
        String error = end();
        if (error != null) {
            return error;
        }
        Following begun = new Following(self, State.CONNECTING, master, "");
        if (!note.replace(null, begun.text())) {
            return "another node has just been told REPLICAOF";
        }
        following = begun;
        listener.run();
        ReplicaLink own = new ReplicaLink(
                self.toString(), master, parameters, port, receiver -> connector.connect(receiver), this::onChange);
        link = own;
        LOG.info("The grid becomes a replica of {}: its databases are emptied when the master sends its keys", master);
        own.start();
        return null;
    }

    /** Ends the link wherever it is; returns why that is not sure. */
    private @Nullable String end() {
        long start = System.nanoTime();
        while (true) {
            Following known = Following.parse(note.text());
            if (known == null) {
                return null;
            }
            if (System.nanoTime() - start > TimeUnit.MILLISECONDS.toNanos(END_MILLIS_MAX)) {
                return "the node with the link, " + known.node() + ", does not end it";
            }
            if (known.node().equals(self)) {
                if (!endOwn()) {
                    return "what the master has sent is still being applied";
                }
                forget(known);
            } else if (!isInGrid(known.node())) {
                forget(known);
            } else if (known.state() != State.ENDING) {
                note.replace(known.text(), known.with(State.ENDING, "").text());
            } else {
                awaitNote();
            }
        }
    }

    private void forget(Following known) {
        if (note.replace(known.text(), null)) {
            LOG.info("The grid is a replica of {} no more; clients may write", known.master());
        }
    }

    private synchronized void awaitNote() {
        try {
            wait(LOOK_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean endOwn() {
        ReplicaLink own = link;
        try {
            if (own != null && !own.end(END_MILLIS_MAX)) {
                return false;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        link = null;
        return true;
    }

    /** Another node wants this node's link to end, or has one itself. */
    private void adjust() {
        Following known = Following.parse(note.text());
        if (known != null && known.node().equals(self) && known.state() == State.ENDING) {
            if (endOwn()) {
                forget(known);
            }
        } else if (known == null || !known.node().equals(self)) {
            endOwn();
        }
    }

    /** Says once that the link is gone with its node. */
    private void lookForNode() {
        Following known = following;
        if (known != null
                && !known.node().equals(self)
                && !isInGrid(known.node())
                && !known.node().equals(missed)) {
            missed = known.node();
            LOG.warn(
                    "The node {} that replicated the master {} has left. The grid stays read-only: REPLICAOF begins anew,"
                            + " REPLICAOF NO ONE lets clients write",
                    known.node(),
                    known.master());
        }
    }

    // On other threads.

    private void onNote(@Nullable String text) {
        following = Following.parse(text);
        listener.run();
        synchronized (this) {
            notifyAll();
        }
        later(this::adjust);
        later(this::lookForNode);
    }

    /** On the link's thread: tells the other nodes. */
    private void onChange(ReplicaLink own, State state, String problem) {
        if (own != link) {
            return;
        }
        Following known = Following.parse(note.text());
        if (known != null && known.node().equals(self) && known.state() != State.ENDING) {
            note.replace(
                    known.text(),
                    known.with(state, state == State.STOPPED ? problem : "").text());
        }
    }

    /** Ends the link if it is here; the grid remembers that it had one. */
    @Override
    public void close() {
        worker.shutdown();
        endOwn();
    }
}
