package io.yggdrasil.resp.command;

/** Makes deferred replies for one connection. */
@FunctionalInterface
public interface DeferredReplies {
    /** Reserves the place of the running command's reply and holds the client's later commands back. */
    DeferredReply defer();
}
