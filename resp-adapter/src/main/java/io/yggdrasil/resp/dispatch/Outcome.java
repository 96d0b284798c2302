package io.yggdrasil.resp.dispatch;

/** How the execution of a request ended. */
public enum Outcome {
    /** The reply is written; acknowledgements of other nodes may still be awaited. */
    REPLIED,
    /** The reply comes later and the client's next command waits for it. */
    DEFERRED,
    /** Nothing was done: ownership is not settled. The same request is to be run again soon. */
    RETRY,
    /** Nothing was done: clients are paused. The same request is to be run again when the pause may be over. */
    PAUSED,
    /** Nothing was done: all keys belong to {@link CommandExecutor#remoteNode}. */
    REMOTE,
    /** Nothing was done: the keys belong to several nodes. */
    SPANNING,
    /** Nothing was done: {@link CommandExecutor#endRun} is to be called first. */
    APART
}
