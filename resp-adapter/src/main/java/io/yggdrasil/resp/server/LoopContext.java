package io.yggdrasil.resp.server;

import io.yggdrasil.resp.dispatch.CommandExecutor;
import io.yggdrasil.resp.dispatch.RemoteExecution;
import io.yggdrasil.resp.wire.ReplyWriter;

/** What the connections of one event loop share. */
final class LoopContext {
    private static final int SCRATCH_BYTES = RespServer.READ_BYTES_MAX + (16 << 10);

    final CommandExecutor executor;
    final RemoteExecution remote;
    final ReplyWriter reply;
    final ReplyBuffers buffers = new ReplyBuffers();
    final byte[] scratch = new byte[SCRATCH_BYTES];

    /**
     * Whether a connection of this loop is running requests. The reply writer and the scratch array are its own then:
     * whatever else happens on the loop meanwhile, for this connection or another, has to wait for the next turn.
     */
    boolean busy;

    LoopContext(CommandExecutor executor, RemoteExecution remote) {
        this.executor = executor;
        this.remote = remote;
        this.reply = executor.reply();
    }
}
