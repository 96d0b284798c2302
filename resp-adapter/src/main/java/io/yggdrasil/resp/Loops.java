package io.yggdrasil.resp;

import io.yggdrasil.resp.config.ServerConfiguration.Clients;
import io.yggdrasil.resp.dispatch.CommandExecutor;
import io.yggdrasil.resp.dispatch.RemoteExecution;
import io.yggdrasil.resp.dispatch.SlotLocks;
import io.yggdrasil.resp.dispatch.SlowLane;
import io.yggdrasil.resp.grid.Grid;
import io.yggdrasil.resp.grid.GridKeyspaces;
import io.yggdrasil.resp.server.RespServer;
import io.yggdrasil.resp.session.Session;
import io.yggdrasil.resp.state.ServerState;
import io.yggdrasil.resp.wire.ReplyWriter;
import io.yggdrasil.resp.wire.Request;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes what each event loop needs from what all of them share. */
final class Loops implements RespServer.LoopFactory, AutoCloseable {
    private final ServerState state;
    private final Grid grid;
    private final SlotLocks locks;
    private final SlowLane slowLane;

    Loops(ServerState state, Grid grid, SlotLocks locks, Clients clients) {
        this.state = state;
        this.grid = grid;
        this.locks = locks;
        this.slowLane = new SlowLane(
                Math.max(2, clients.eventLoops()), clients.settleTimeout().toMillis(), () -> executor(null));
    }

    @Override
    public CommandExecutor executor() {
        return executor(slowLane);
    }

    private CommandExecutor executor(@Nullable SlowLane lane) {
        return new CommandExecutor(
                state.table(),
                new GridKeyspaces(grid, System::currentTimeMillis),
                locks,
                state.access(),
                state.newObserver(),
                new ReplyWriter(),
                lane);
    }

    /** Waits for the slow commands under way; called when the event loops have ended. */
    @Override
    public void close() {
        slowLane.close();
    }

    @Override
    public RemoteExecution remote(CommandExecutor executor) {
        return new LocalOnly();
    }

    /** Answers that a key is elsewhere. */
    private static final class LocalOnly implements RemoteExecution {
        private static final String ELSEWHERE = "CLUSTERDOWN The key belongs to another node";

        @Override
        public void forward(UUID node, Request request, Session session, ReplyWriter reply, ReplySlots slots) {
            reply.error(ELSEWHERE);
        }

        @Override
        public void span(Request request, Session session, ReplyWriter reply, ReplySlots slots) {
            reply.error(ELSEWHERE);
        }

        @Override
        public void flush() {}
    }
}
