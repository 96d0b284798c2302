package io.yggdrasil.resp.replica;

import io.yggdrasil.resp.command.server.Replication.Link;
import io.yggdrasil.resp.command.server.Replication.Master;
import io.yggdrasil.resp.command.server.Replication.State;
import io.yggdrasil.resp.parameter.Parameters;
import io.yggdrasil.resp.replica.LinkException.Cure;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that keeps a master's changes coming: it connects, takes over all keys or goes on where it was, applies, and tries
 * again after ever longer waits when that ends.
 */
final class ReplicaLink implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(ReplicaLink.class);
    private static final int WAIT_SECONDS_MAX = 30;
    private static final long SETTLE_NANOS_MAX = TimeUnit.SECONDS.toNanos(60);

    /** A link that was up for so long begins with short waits again. */
    private static final long STEADY_MILLIS = 30_000;

    private final Thread thread = new Thread(this, "yggdrasil-replica");
    private final String node;
    private final Master master;
    private final Parameters parameters;
    private final IntSupplier port;
    private final Applier.Door door;
    private final Listener listener;
    private final CountDownLatch stopped = new CountDownLatch(1);

    private volatile State state = State.CONNECTING;
    private volatile String problem = "";
    private volatile long downMillis = System.currentTimeMillis();
    private volatile @Nullable MasterConnection connection;
    private volatile @Nullable Applier applier;
    private volatile @Nullable FullSync load;
    private volatile @Nullable CommandStream stream;
    private volatile Handshake.@Nullable Place place;
    private int waitSeconds = 1;
    private long upMillis;

    /** Told of what becomes of a link, on its thread. */
    @FunctionalInterface
    interface Listener {
        /** The state is another one. */
        void changed(ReplicaLink link, State state, String problem);
    }

    /**
     * A link that is not started.
     *
     * @param node the id of this node
     * @param port where this server listens
     */
    ReplicaLink(
            String node, Master master, Parameters parameters, IntSupplier port, Applier.Door door, Listener listener) {
        this.node = node;
        this.master = master;
        this.parameters = parameters;
        this.port = port;
        this.door = door;
        this.listener = listener;
    }

    void start() {
        thread.setDaemon(true);
        thread.start();
    }

    /** How it stands; for any thread. */
    Link link() {
        Handshake.Place known = place;
        Applier applying = applier;
        CommandStream reading = stream;
        FullSync loading = load;
        MasterConnection talking = connection;
        long offset = applying != null && known != null ? applying.offset() : -1;
        return new Link(
                state,
                node,
                true,
                problem,
                known == null ? "" : known.id(),
                offset,
                reading == null ? offset : reading.offset(),
                talking == null ? -1 : talking.heardMillis(),
                downMillis,
                loading == null ? 0 : loading.bytes(),
                loading == null ? 0 : loading.bytesLoaded());
    }

    /** Ends the link and waits until nothing of the master comes any more; false when that took too long. */
    boolean end(long timeoutMillis) throws InterruptedException {
        stopped.countDown();
        MasterConnection open = connection;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                LOG.debug("The connection to the master {} did not close", master, e);
            }
        }
        thread.join(timeoutMillis);
        return !thread.isAlive();
    }

    private boolean isStopped() {
        return stopped.getCount() == 0;
    }

    @Override
    public void run() {
        try {
            boolean goesOn = true;
            while (goesOn && !isStopped()) {
                goesOn = attempt();
                if (goesOn) {
                    goesOn = !stopped.await(waitSeconds, TimeUnit.SECONDS);
                    waitSeconds = Math.min(WAIT_SECONDS_MAX, 2 * waitSeconds);
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("The link to the master {} was interrupted", master, e);
        } finally {
            dropApplier();
        }
    }

    /** Connects and applies until that ends; whether to try again. */
    private boolean attempt() {
        try {
            follow();
            return false;
        } catch (LinkException e) {
            return onFailure(e.cure(), String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return onFailure(Cure.RETRY, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            LOG.error("The link to the master {} failed", master, e);
            return onFailure(Cure.RELOAD, e.toString());
        }
    }

    /** Ends by an exception unless it was stopped. */
    private void follow() throws IOException {
        become(State.CONNECTING, problem);
        try (MasterConnection opened = new MasterConnection(this::silenceMillisMax, this::beat)) {
            connection = opened;
            if (isStopped()) {
                return;
            }
            opened.open(master);
            Applier applying = applier();
            Handshake.Answer answer = new Handshake(opened, parameters).ask(port.getAsInt(), place);
            byte[] first = answer.isWhole() ? load(opened, applying, answer.place()) : goOn(answer.place());
            stream = new CommandStream(opened, applying, first);
            become(State.UP, "");
            beat();
            stream.run();
        } finally {
            connection = null;
        }
    }

    private byte[] load(MasterConnection from, Applier to, Handshake.Place start) throws IOException {
        place = null;
        LOG.info("The master {} sends all its keys, offset {} of {}", master, start.offset(), start.id());
        FullSync loading = new FullSync(from, to);
        load = loading;
        become(State.LOADING, "");
        try {
            byte[] first = loading.load(start);
            place = start;
            return first;
        } finally {
            load = null;
        }
    }

    private byte[] goOn(Handshake.Place from) {
        LOG.info("The master {} goes on behind offset {} of {}", master, from.offset(), from.id());
        place = from;
        return new byte[0];
    }

    private long silenceMillisMax() {
        return TimeUnit.SECONDS.toMillis(parameters.number("repl-timeout"));
    }

    private Applier applier() throws IOException {
        Applier known = applier;
        if (known == null) {
            known = new Applier(door);
            applier = known;
        }
        return known;
    }

    private void dropApplier() {
        Applier known = applier;
        if (known != null) {
            known.close();
            applier = null;
        }
    }

    /** Each second of an open connection. */
    private void beat() throws IOException {
        MasterConnection open = connection;
        Applier applying = applier;
        if (isStopped() || open == null || open.isClosed()) {
            throw new LinkException(Cure.RETRY, "the link ends");
        }
        if (applying == null) {
            return;
        }
        applying.check();
        if (state == State.LOADING) {
            open.sendEmptyLine();
        } else if (state == State.UP) {
            open.send("REPLCONF", "ACK", Long.toString(applying.offset()));
        }
    }

    /** Whether to try again. */
    private boolean onFailure(Cure cure, String why) {
        if (state == State.UP && System.currentTimeMillis() - upMillis > STEADY_MILLIS) {
            waitSeconds = 1;
        }
        boolean isSettled = cure == Cure.RETRY && settle();
        if (!isSettled) {
            place = null;
            dropApplier();
        }
        stream = null;
        if (isStopped()) {
            LOG.info("The link to the master {} has ended", master);
            return false;
        }
        if (cure == Cure.STOP) {
            LOG.error(
                    "The link to the master {} has stopped, as it met what this server cannot apply: {}. REPLICAOF begins"
                            + " anew, REPLICAOF NO ONE lets clients write",
                    master,
                    why);
            become(State.STOPPED, why);
            return false;
        }
        LOG.warn("The link to the master {} is down, next try in {} s: {}", master, waitSeconds, why);
        become(State.DOWN, why);
        return true;
    }

    /** Has what was sent applied to its end, so that the place in the master's history is known; false: it is not. */
    private boolean settle() {
        Applier applying = applier;
        CommandStream read = stream;
        Handshake.Place known = place;
        if (applying == null || known == null) {
            return false;
        }
        long start = System.nanoTime();
        Heartbeat limit = () -> {
            if (System.nanoTime() - start > SETTLE_NANOS_MAX) {
                throw new LinkException(Cure.RELOAD, "the grid does not apply what it was sent");
            }
        };
        try {
            applying.drain(limit);
            if (read != null && read.isInTransaction()) {
                applying.request("DISCARD");
                applying.drain(limit);
            }
            place = new Handshake.Place(known.id(), applying.offset());
            return true;
        } catch (IOException e) {
            LOG.warn("What was applied of the master {} is not known: {}", master, e.getMessage());
            return false;
        }
    }

    private void become(State now, String why) {
        if (state == State.UP && now != State.UP) {
            downMillis = System.currentTimeMillis();
        }
        state = now;
        problem = why;
        if (now == State.UP) {
            upMillis = System.currentTimeMillis();
            LOG.info("The link to the master {} is up", master);
        }
        listener.changed(this, now, why);
    }
}
