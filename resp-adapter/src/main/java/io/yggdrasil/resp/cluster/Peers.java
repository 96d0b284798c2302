package io.yggdrasil.resp.cluster;

import io.yggdrasil.ignite.Yggdrasil;
import io.yggdrasil.ignite.internals.NodeMessages;
import io.yggdrasil.resp.command.Command;
import io.yggdrasil.resp.dispatch.CommandExecutor;
import io.yggdrasil.resp.dispatch.RemoteExecution;
import io.yggdrasil.resp.dispatch.RemoteExecution.ReplySlot;
import io.yggdrasil.resp.dispatch.SlotLocks;
import io.yggdrasil.resp.dispatch.SlowLane;
import io.yggdrasil.resp.grid.Grid;
import io.yggdrasil.resp.grid.SpanWindow;
import io.yggdrasil.resp.pubsub.Message;
import io.yggdrasil.resp.pubsub.MessageBus;
import io.yggdrasil.resp.script.RunningScripts;
import io.yggdrasil.resp.session.Session;
import io.yggdrasil.resp.waiting.Waits;
import io.yggdrasil.resp.wire.Request;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.ignite.Ignite;
import org.apache.ignite.cluster.ClusterNode;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This node among the others that serve Redis clients: it runs their requests for keys that it owns, and sends them
 * those for keys that they own.
 *
 * <p>A node is sent requests once it has said that it is ready, because Ignite gives it partitions before its server
 * runs.
 *
 * <p>Threads: any.
 */
public final class Peers implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Peers.class);

    private static final long LEAVE_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long LEAVE_POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final Ignite ignite;
    private final UUID self;
    private final NodeMessages messages;
    private final List<InboundWorker> workers;
    private final Dialog dialog = new Dialog(this::send, this::readiness);
    private final SpanService service;
    private final SpanRunner runner;
    private final WaitMessages waiting;
    private final Bus bus = new Bus(this::send);
    private final Consumer<Message> subscribers;
    private final Runnable nodeLeft;
    private final List<Forwarder> forwarders = new CopyOnWriteArrayList<>();
    private final Set<UUID> ready = ConcurrentHashMap.newKeySet();
    private final Map<UUID, Boolean> serving = new ConcurrentHashMap<>();
    private final Map<UUID, String> addresses = new ConcurrentHashMap<>();
    private final Set<UUID> farewells = ConcurrentHashMap.newKeySet();
    private final AtomicInteger unanswered = new AtomicInteger();

    /** Whether requests can be sent to a node. */
    enum Readiness {
        READY,
        NOT_YET,
        NEVER
    }

    /**
     * What runs commands.
     *
     * @param workers threads that run the requests of other nodes, 1 or more
     * @param settleMillis how long a command waits for ownership to settle
     * @param locks the slots' locks
     * @param executors makes what each of those threads runs requests with
     * @param spanning makes what runs commands over several nodes, seen through a window
     * @param scripts the scripts that run
     * @param waits the clients that wait for keys
     * @param subscribers takes the messages that are published on other nodes
     * @param nodeLeft told when a node has left, whose last changes nobody may have heard of
     */
    public record Setup(
            int workers,
            long settleMillis,
            SlotLocks locks,
            Supplier<CommandExecutor> executors,
            Function<SpanWindow, CommandExecutor> spanning,
            RunningScripts scripts,
            Waits waits,
            Consumer<Message> subscribers,
            Runnable nodeLeft) {}

    private Peers(Grid grid, Setup setup) {
        this.ignite = grid.ignite();
        this.self = ignite.cluster().localNode().id();
        this.messages = Yggdrasil.of(ignite).messages();
        this.service = new SpanService(
                grid,
                setup.locks,
                new Leases(setup.locks, messages::isAlive, setup.scripts),
                setup.scripts,
                this::send);
        this.runner = new SpanRunner(grid, dialog, setup.settleMillis, setup.spanning, setup.scripts);
        setup.scripts.others(new ScriptKills(dialog, ready, setup.scripts));
        this.waiting = new WaitMessages(grid, setup.waits, this::send, this::readiness);
        this.subscribers = setup.subscribers;
        this.nodeLeft = setup.nodeLeft;
        this.workers = IntStream.range(0, setup.workers)
                .mapToObj(i -> new InboundWorker("resp-remote-" + i, setup.executors.get(), this::send, unanswered))
                .toList();
    }

    /** Begins to run requests of other nodes. */
    public static Peers start(Grid grid, Setup setup) {
        Peers peers = new Peers(grid, setup);
        peers.workers.forEach(Thread::start);
        peers.messages.receiver(peers.new Inbox());
        peers.greet();
        return peers;
    }

    /** The remote execution of one event loop; {@code loop} runs tasks on it. */
    public RemoteExecution execution(Executor loop) {
        synchronized (forwarders) {
            Forwarder forwarder = new Forwarder(forwarders.size(), this, runner, loop);
            forwarders.add(forwarder);
            return forwarder;
        }
    }

    /** Runs a request that turned out to need several nodes; see {@link SlowLane.Spanning}. */
    public void span(Command command, Request request, Session session, ReplySlot place) {
        runner.run(command, request, session, place);
    }

    /** Takes back the slots that commands of other nodes hold for too long; to be called from time to time. */
    public void expireLeases() {
        service.expireLeases();
    }

    /** The worker that takes a node's messages about waiting clients, in order. */
    private InboundWorker workerOf(UUID node) {
        return workers.get(Math.floorMod(node.hashCode(), workers.size()));
    }

    /** The way of published messages to the other nodes. */
    public MessageBus bus() {
        return message -> bus.send(ready, message);
    }

    private void greet() {
        byte[] hello = greeting(MessageKind.HELLO);
        for (ClusterNode node : ignite.cluster().forServers().forRemotes().nodes()) {
            if (RespEndpoint.of(node) != null) {
                send(node.id(), hello, hello.length);
            }
        }
    }

    private static byte[] greeting(byte kind) {
        Packer out = new Packer(8);
        out.putByte(kind);
        out.putInt(MessageKind.FORMAT);
        return out.toBytes();
    }

    Readiness readiness(UUID node) {
        if (ready.contains(node) || node.equals(self)) {
            return Readiness.READY;
        }
        return serving.computeIfAbsent(node, this::serves) ? Readiness.NOT_YET : Readiness.NEVER;
    }

    private boolean serves(UUID node) {
        ClusterNode known = ignite.cluster().node(node);
        return known == null || RespEndpoint.of(known) != null;
    }

    /** The {@code host:port} at which a node serves Redis clients, or null when it is gone or serves none. */
    public @Nullable String address(UUID node) {
        String known = addresses.get(node);
        if (known != null) {
            return known;
        }
        ClusterNode member = ignite.cluster().node(node);
        RespEndpoint endpoint = member == null ? null : RespEndpoint.of(member);
        if (endpoint == null) {
            return null;
        }
        addresses.put(node, endpoint.attribute());
        return endpoint.attribute();
    }

    boolean send(UUID node, byte[] message, int length) {
        return messages.send(node, message, length);
    }

    /**
     * Takes leave of the other nodes: they send nothing more, and what they have sent is answered, unless that takes too
     * long. To be called before the node leaves the grid, so that its leaving loses no request.
     */
    @Override
    public void close() {
        byte[] goodbye = {MessageKind.GOODBYE};
        for (UUID node : ready) {
            farewells.add(node);
            send(node, goodbye, goodbye.length);
        }
        long deadline = System.nanoTime() + LEAVE_NANOS;
        while ((!farewells.isEmpty() || unanswered.get() > 0) && System.nanoTime() < deadline) {
            LockSupport.parkNanos(LEAVE_POLL_NANOS);
        }
        runner.close();
        bus.close();
        messages.receiver(null);
        service.close();
        workers.forEach(Thread::interrupt);
    }

    /** Once every loop has come round, none is about to send to a node that is not ready any more. */
    private void takeLeave(UUID node) {
        ready.remove(node);
        byte[] farewell = {MessageKind.FAREWELL};
        AtomicInteger loops = new AtomicInteger(forwarders.size() + 1);
        Runnable passed = () -> {
            if (loops.decrementAndGet() == 0) {
                send(node, farewell, farewell.length);
            }
        };
        for (Forwarder forwarder : forwarders) {
            if (!forwarder.onLoop(passed)) {
                passed.run();
            }
        }
        passed.run();
    }

    /** Takes messages off the network. */
    private final class Inbox implements NodeMessages.Receiver {
        @Override
        public void onMessage(UUID from, byte[] message) {
            switch (message[0]) {
                case MessageKind.HELLO -> {
                    if (isReadable(from, message)) {
                        ready.add(from);
                        byte[] welcome = greeting(MessageKind.WELCOME);
                        send(from, welcome, welcome.length);
                    }
                }
                case MessageKind.WELCOME -> {
                    if (isReadable(from, message)) {
                        ready.add(from);
                    }
                }
                case MessageKind.RUN -> {
                    int lane = new Unpacker(message, 1).getInt();
                    workers.get(Math.floorMod(from.hashCode() + lane, workers.size()))
                            .accept(from, message);
                }
                case MessageKind.WAIT, MessageKind.LEAVE, MessageKind.OFFER, MessageKind.DECLINE ->
                    workerOf(from).execute(() -> waiting.onMessage(from, message));
                case MessageKind.ASK -> service.onAsk(from, message);
                case MessageKind.MESSAGES -> {
                    BusLane.read(message, subscribers);
                    byte[] delivered = {MessageKind.DELIVERED};
                    send(from, delivered, delivered.length);
                }
                case MessageKind.DELIVERED -> bus.onDelivered(from);
                case MessageKind.ANSWER -> dialog.onAnswer(message);
                case MessageKind.GOODBYE -> takeLeave(from);
                case MessageKind.FAREWELL -> farewells.remove(from);
                case MessageKind.RAN ->
                    forwarders.get(new Unpacker(message, 1).getInt()).onReplies(from, message);
                default -> LOG.warn("Node {} sent a message of unknown kind {}", from, message[0]);
            }
        }

        @Override
        public void onNodeLeft(UUID node) {
            ready.remove(node);
            serving.remove(node);
            farewells.remove(node);
            addresses.remove(node);
            forwarders.forEach(forwarder -> forwarder.onNodeLeft(node));
            workers.forEach(worker -> worker.forget(node));
            workerOf(node).execute(() -> waiting.onNodeLeft(node));
            bus.onNodeLeft(node);
            nodeLeft.run();
            dialog.onNodeLeft(node);
            service.onNodeLeft(node);
        }

        private boolean isReadable(UUID from, byte[] message) {
            int format = new Unpacker(message, 1).getInt();
            if (format != MessageKind.FORMAT) {
                LOG.error(
                        "Node {} speaks format {} and this node {}: requests for its keys are refused",
                        from,
                        format,
                        MessageKind.FORMAT);
            }
            return format == MessageKind.FORMAT;
        }
    }
}
