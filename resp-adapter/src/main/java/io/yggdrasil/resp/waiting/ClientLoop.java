package io.yggdrasil.resp.waiting;

import io.yggdrasil.resp.dispatch.CommandExecutor;
import io.yggdrasil.resp.dispatch.RemoteExecution;
import java.util.concurrent.Future;

/** The event loop of a client that waits. */
public interface ClientLoop {
    /** Runs commands on the loop. */
    CommandExecutor executor();

    /** Runs commands whose keys are elsewhere. */
    RemoteExecution remote();

    /** Runs the task in a later turn of the loop, while no request of its connections is running. Any thread. */
    void execute(Runnable task);

    /** As {@link #execute}, after a time. On the loop. */
    Future<?> schedule(Runnable task, long delayMillis);
}
