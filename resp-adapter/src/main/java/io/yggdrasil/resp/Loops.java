package io.yggdrasil.resp;

import io.yggdrasil.resp.command.Command;
import io.yggdrasil.resp.command.CommandTable;
import io.yggdrasil.resp.dispatch.CommandExecutor;
import io.yggdrasil.resp.dispatch.CommandObserver;
import io.yggdrasil.resp.dispatch.RemoteExecution;
import io.yggdrasil.resp.dispatch.SlotLocks;
import io.yggdrasil.resp.grid.Grid;
import io.yggdrasil.resp.grid.GridKeyspaces;
import io.yggdrasil.resp.server.RespServer;
import io.yggdrasil.resp.server.SessionListener;
import io.yggdrasil.resp.session.Session;
import io.yggdrasil.resp.wire.ReplyWriter;
import io.yggdrasil.resp.wire.Request;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes what each event loop needs from what all of them share. */
final class Loops implements RespServer.LoopFactory, SessionListener {
    private final CommandTable table;
    private final Grid grid;
    private final SlotLocks locks;

    Loops(CommandTable table, Grid grid, SlotLocks locks) {
        this.table = table;
        this.grid = grid;
        this.locks = locks;
    }

    @Override
    public CommandExecutor executor() {
        return new CommandExecutor(
                table,
                new GridKeyspaces(grid, System::currentTimeMillis),
                locks,
                (session, command, request) -> null,
                new Unobserved(),
                new ReplyWriter());
    }

    @Override
    public RemoteExecution remote(CommandExecutor executor) {
        return new LocalOnly();
    }

    @Override
    public @Nullable String onOpen(Session session) {
        return null;
    }

    @Override
    public void onClose(Session session) {}

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

    private static final class Unobserved implements CommandObserver {
        @Override
        public void onRequest(Session session, Command command, Request request) {}

        @Override
        public boolean wantsRequests() {
            return false;
        }

        @Override
        public void onCommand(Session session, Command command, Request request, long nanos, boolean failed) {}

        @Override
        public void onRejected(Session session, Command command) {}

        @Override
        public void onError(String message) {}
    }
}
