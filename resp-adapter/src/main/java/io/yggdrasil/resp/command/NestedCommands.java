package io.yggdrasil.resp.command;

import io.yggdrasil.resp.wire.Request;

/** Runs commands inside the running one; they see to it that the slots of their keys are locked. */
public interface NestedCommands {
    /** Runs a request, which owns its bytes, and returns its whole reply; what may not run is an error reply. */
    byte[] run(Request request, NestedClient client);

    /** Whether the client has the right to run the request. A {@link RedisException} when there is no such command. */
    boolean mayRun(Request request, NestedClient client);

    /** Counts an error reply that is none of a request's. */
    void onError(String text);

    /** Whether commands that take memory are refused now. */
    boolean isMemoryFull();

    /** Whether commands that write are refused now, as too few nodes would have copies. */
    boolean isShortOfCopies();
}
