package io.yggdrasil.resp.server;

import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.command.Command;
import io.yggdrasil.resp.command.CommandTable;
import io.yggdrasil.resp.command.DeferredReply;
import io.yggdrasil.resp.config.Transport;
import io.yggdrasil.resp.dispatch.CommandExecutor;
import io.yggdrasil.resp.dispatch.RemoteExecution;
import io.yggdrasil.resp.dispatch.SilentObserver;
import io.yggdrasil.resp.dispatch.SlotLocks;
import io.yggdrasil.resp.grid.Grid;
import io.yggdrasil.resp.grid.GridKeyspaces;
import io.yggdrasil.resp.parameter.OutputLimits;
import io.yggdrasil.resp.session.Push;
import io.yggdrasil.resp.session.ReplyMode;
import io.yggdrasil.resp.session.Session;
import io.yggdrasil.resp.wire.ReplyWriter;
import io.yggdrasil.resp.wire.Request;
import io.yggdrasil.resp.wire.RequestLimits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A real server on a free port of loopback whose commands need no keys and try what a connection has to cope with. One
 * event loop, so that connections meet.
 */
final class LoopbackServer implements AutoCloseable, SessionListener {
    /** Replies that DEFER promised. */
    final LinkedBlockingQueue<DeferredReply> deferred = new LinkedBlockingQueue<>();

    /** Clients that left while they waited for a deferred reply. */
    final AtomicInteger abandoned = new AtomicInteger();

    /** Clients that are connected. */
    final Set<Session> sessions = ConcurrentHashMap.newKeySet();

    volatile RequestLimits limits = RequestLimits.DEFAULT;
    volatile OutputLimits outputLimits = OutputLimits.DEFAULT;
    volatile boolean authenticated = true;
    volatile @Nullable String refusal;

    private final RespServer server;

    LoopbackServer(Grid grid, long stallMillis) {
        this(grid, stallMillis, Transport.AUTO);
    }

    LoopbackServer(Grid grid, long stallMillis, Transport transport) {
        RespServer.Settings settings = new RespServer.Settings(
                List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
                1,
                transport,
                () -> limits,
                () -> outputLimits,
                stallMillis,
                30_000,
                511);
        try {
            server = RespServer.start(settings, new Loop(commands(), grid), this);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    RawClient connect() {
        return new RawClient(server.port());
    }

    int port() {
        return server.port();
    }

    private CommandTable commands() {
        return new CommandTable()
                .add(Command.named("ping").handler(call -> call.reply().pong()))
                .add(Command.named("echo").arity(2).handler(call -> call.reply().bulk(call.bytes(1))))
                .add(Command.named("count")
                        .arity(-1)
                        .handler(call -> call.reply().integer(call.count())))
                .add(Command.named("blob").arity(2).handler(LoopbackServer::blob))
                .add(Command.named("defer").arity(1).handler(this::defer))
                .add(Command.named("later").arity(1).handler(call -> deferred.add(call.defer())))
                .add(Command.named("settle").arity(2).handler(this::settle))
                .add(Command.named("push").arity(2).handler(LoopbackServer::push))
                .add(Command.named("reply").arity(2).handler(LoopbackServer::reply))
                .add(Command.named("leave").arity(1).handler(LoopbackServer::leave))
                .add(Command.named("fail").arity(1).handler(LoopbackServer::fail));
    }

    /** BLOB n: n bytes. */
    private static void blob(Call call) {
        call.reply().openBulk(call.integer(1, 0, Integer.MAX_VALUE));
    }

    /** DEFER: promises a reply and wants to know when the client leaves; LATER does not. */
    private void defer(Call call) {
        DeferredReply reply = call.defer();
        reply.onAbandoned(abandoned::incrementAndGet);
        deferred.add(reply);
    }

    /** SETTLE text: answers the oldest DEFER, on this very thread. */
    private void settle(Call call) {
        DeferredReply reply = deferred.poll();
        if (reply != null) {
            String text = call.text(1);
            reply.complete(out -> out.simple(text));
        }
        call.reply().integer(reply != null);
    }

    /** PUSH n: sends every client n bytes. */
    private static void push(Call call) {
        byte[] bytes = new byte[call.integer(1, 0, Integer.MAX_VALUE)];
        call.session().link().push(Push.of(bytes));
        call.reply().ok();
    }

    private static void reply(Call call) {
        call.session().replyMode(ReplyMode.valueOf(call.text(1)));
        call.reply().ok();
    }

    private static void leave(Call call) {
        call.reply().ok();
        call.session().closeAfterReply();
    }

    private static void fail(Call call) {
        call.reply().array(3);
        throw new io.yggdrasil.resp.command.RedisException("ERR half-way");
    }

    @Override
    public @Nullable String onOpen(Session session) {
        if (refusal == null) {
            sessions.add(session);
        }
        return refusal;
    }

    @Override
    public boolean isAuthenticated(Session session) {
        return authenticated;
    }

    @Override
    public void onClose(Session session) {
        sessions.remove(session);
    }

    @Override
    public void close() {
        server.close();
    }

    private record Loop(CommandTable table, Grid grid) implements RespServer.LoopFactory {
        @Override
        public CommandExecutor executor() {
            return new CommandExecutor(
                    table,
                    new GridKeyspaces(grid, System::currentTimeMillis),
                    new SlotLocks(),
                    (session, command, request) -> null,
                    new SilentObserver(),
                    new ReplyWriter());
        }

        @Override
        public RemoteExecution remote(CommandExecutor executor, Executor loop) {
            return new Nowhere();
        }
    }

    private static final class Nowhere implements RemoteExecution {
        @Override
        public boolean forward(UUID node, Command command, Request request, Session session, ReplySlots slots) {
            return false;
        }

        @Override
        public boolean span(Command command, Request request, Session session, ReplySlots slots) {
            return false;
        }

        @Override
        public void flush() {}
    }
}
