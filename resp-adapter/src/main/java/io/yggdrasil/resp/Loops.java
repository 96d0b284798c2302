package io.yggdrasil.resp;

import io.yggdrasil.resp.cluster.Peers;
import io.yggdrasil.resp.cluster.ShardWatch;
import io.yggdrasil.resp.config.ServerConfiguration.Clients;
import io.yggdrasil.resp.dispatch.AccessControl;
import io.yggdrasil.resp.dispatch.CommandExecutor;
import io.yggdrasil.resp.dispatch.NodeAddresses;
import io.yggdrasil.resp.dispatch.RemoteExecution;
import io.yggdrasil.resp.dispatch.SlotLocks;
import io.yggdrasil.resp.dispatch.SlowLane;
import io.yggdrasil.resp.grid.Grid;
import io.yggdrasil.resp.grid.GridKeyspaces;
import io.yggdrasil.resp.grid.SpanWindow;
import io.yggdrasil.resp.grid.WriteListener;
import io.yggdrasil.resp.server.RespServer;
import io.yggdrasil.resp.state.ServerState;
import io.yggdrasil.resp.waiting.Waits;
import io.yggdrasil.resp.wire.ReplyWriter;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Makes what each event loop needs from what all of them share. */
final class Loops implements RespServer.LoopFactory, AutoCloseable {
    private static final int SHARD_WATCH_MILLIS = 100;
    private static final int LEASE_WATCH_MILLIS = 1000;

    private final ServerState state;
    private final Grid grid;
    private final SlotLocks locks = new SlotLocks();
    private final SlowLane slowLane;
    private final Waits waits;
    private final Peers peers;

    /** Null unless in cluster mode. */
    private final @Nullable NodeAddresses addresses;

    Loops(ServerState state, Grid grid, Clients clients) {
        this.state = state;
        this.grid = grid;
        this.addresses = clients.clusterEnabled() ? this::address : null;
        this.waits = new Waits(grid, this::servingExecutor, state.timer());
        grid.writeListener(waits.listener());
        state.clients().countAwaitedKeys(waits::keyCount, waits::keyOfLossCount);
        this.slowLane = new SlowLane(
                Math.max(2, clients.eventLoops()),
                clients.settleTimeout().toMillis(),
                () -> executor(state.access(), null, addresses));
        this.peers = Peers.start(
                grid,
                new Peers.Setup(
                        clients.eventLoops(),
                        clients.settleTimeout().toMillis(),
                        locks,
                        this::remoteExecutor,
                        this::spanningExecutor,
                        state.scripts().running(),
                        waits,
                        state.pubsub()::deliver,
                        state.tracking()::allChanged));
        slowLane.spanning(peers::span);
        state.pubsub().bus(peers.bus());
        grid.fieldExpiry().start(new FieldPurge(executor(state.access()::refusal, null, null)));
        state.timer()
                .scheduleWithFixedDelay(
                        peers::expireLeases, LEASE_WATCH_MILLIS, LEASE_WATCH_MILLIS, TimeUnit.MILLISECONDS);
        if (clients.clusterEnabled()) {
            state.timer()
                    .scheduleWithFixedDelay(
                            new ShardWatch(grid, state.pubsub())::look,
                            SHARD_WATCH_MILLIS,
                            SHARD_WATCH_MILLIS,
                            TimeUnit.MILLISECONDS);
        }
    }

    private @Nullable String address(UUID node) {
        return peers.address(node);
    }

    /** Runs what another node's client sent: that node has held it back if clients are paused there. */
    private CommandExecutor remoteExecutor() {
        return executor(state.accessBehind(), slowLane, null);
    }

    /** Runs the requests of clients that wait, on the threads of those who write what they wait for. */
    private CommandExecutor servingExecutor(WriteListener listener) {
        return new CommandExecutor(
                state.table(),
                new GridKeyspaces(grid, System::currentTimeMillis, listener),
                locks,
                state.access(),
                state.newObserver(),
                new ReplyWriter(),
                null,
                addresses);
    }

    /** Runs on entries of several nodes, whose slots are held for it; so it needs no locks but its own. */
    private CommandExecutor spanningExecutor(SpanWindow window) {
        return new CommandExecutor(
                state.table(),
                new GridKeyspaces(grid, System::currentTimeMillis, window),
                new SlotLocks(),
                state.accessBehind(),
                state.newObserver(),
                new ReplyWriter());
    }

    @Override
    public CommandExecutor executor() {
        return executor(state.access(), slowLane, addresses);
    }

    private CommandExecutor executor(AccessControl access, @Nullable SlowLane lane, @Nullable NodeAddresses addresses) {
        return new CommandExecutor(
                state.table(),
                new GridKeyspaces(grid, System::currentTimeMillis),
                locks,
                access,
                state.newObserver(),
                new ReplyWriter(),
                lane,
                addresses);
    }

    /** Takes leave of the other nodes and waits for the slow commands under way; the event loops have ended before. */
    @Override
    public void close() {
        peers.close();
        slowLane.close();
    }

    @Override
    public Waits waits() {
        return waits;
    }

    @Override
    public RemoteExecution remote(CommandExecutor executor, Executor loop) {
        return peers.execution(loop);
    }
}
