package io.yggdrasil.resp.server;

import io.yggdrasil.resp.dispatch.CommandExecutor;
import io.yggdrasil.resp.dispatch.RemoteExecution;

/** What the connections of one event loop share. */
final class LoopContext {
    private static final int SCRATCH_BYTES = 256 << 10;

    final CommandExecutor executor;
    final RemoteExecution remote;
    final byte[] scratch = new byte[SCRATCH_BYTES];

    LoopContext(CommandExecutor executor, RemoteExecution remote) {
        this.executor = executor;
        this.remote = remote;
    }
}
