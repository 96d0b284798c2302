package io.yggdrasil.resp.server;

import io.netty.channel.EventLoop;
import io.yggdrasil.resp.dispatch.CommandExecutor;
import io.yggdrasil.resp.dispatch.RemoteExecution;
import io.yggdrasil.resp.waiting.ClientLoop;
import io.yggdrasil.resp.waiting.Waits;
import io.yggdrasil.resp.wire.ReplyWriter;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the connections of one event loop share. */
final class LoopContext implements ClientLoop {
    private static final Logger LOG = LoggerFactory.getLogger(LoopContext.class);
    private static final int SCRATCH_BYTES = RespServer.READ_BYTES_MAX + (16 << 10);

    final CommandExecutor executor;
    final RemoteExecution remote;

    /** Where clients wait; null where none can. */
    final @Nullable Waits waits;

    final ReplyWriter reply;
    final ReplyBuffers buffers = new ReplyBuffers();
    final byte[] scratch = new byte[SCRATCH_BYTES];

    /**
     * Whether a connection of this loop is running requests. The reply writer and the scratch array are its own then:
     * whatever else happens on the loop meanwhile, for this connection or another, has to wait for the next turn.
     */
    boolean busy;

    private final EventLoop eventLoop;

    LoopContext(CommandExecutor executor, RemoteExecution remote, @Nullable Waits waits, EventLoop eventLoop) {
        this.executor = executor;
        this.remote = remote;
        this.waits = waits;
        this.eventLoop = eventLoop;
        this.reply = executor.reply();
        executor.loop(this::execute);
    }

    @Override
    public CommandExecutor executor() {
        return executor;
    }

    @Override
    public RemoteExecution remote() {
        return remote;
    }

    @Override
    public void execute(Runnable task) {
        try {
            eventLoop.execute(task);
        } catch (RejectedExecutionException e) {
            LOG.debug("The loop has ended, and its clients with it", e);
        }
    }

    @Override
    public Future<?> schedule(Runnable task, long delayMillis) {
        return eventLoop.schedule(task, delayMillis, TimeUnit.MILLISECONDS);
    }
}
