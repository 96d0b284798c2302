package io.yggdrasil.resp.session;

/**
 * What a session can do to the connection it belongs to. Every method may be called from any thread.
 */
public interface ClientLink {
    /**
     * Sends what no request has asked for, between two replies and behind those of the requests that have run. Pushes of
     * one thread arrive in its order; all that were handed over before a request of the client runs come before its reply.
     */
    void push(Push push);

    /** Closes the connection; what was written before is sent first when {@code afterFlush} is true. */
    void close(boolean afterFlush);

    /** Bytes of replies that wait for the client to read them. */
    long outputBytes();

    /** Bytes of requests received and not yet run. */
    long inputBytes();

    /** The client's address as {@code ip:port}. */
    String remoteAddress();

    /** The server's address as {@code ip:port}. */
    String localAddress();

    /** Number of the connection's socket in this process, 0 where it is not known. */
    default int descriptor() {
        return 0;
    }

    /** Tries again to run the request that CLIENT PAUSE holds back, if there is one. */
    default void wake() {}

    /** Runs the task on the connection's event loop. */
    void execute(Runnable task);
}
