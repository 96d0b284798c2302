package io.yggdrasil.resp.command.server;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What the server commands need to know and do outside of the RESP side. Methods may be called from any thread. */
public interface Host {
    /** Version of Yggdrasil. */
    String version();

    /** Version of Ignite. */
    String igniteVersion();

    /** This node's number in the grid, as text. */
    String nodeId();

    /** Server nodes of the grid. */
    int nodeCount();

    /** Use of memory now. Must not block. */
    MemoryUse memory();

    /** Whether data outlive the process. */
    boolean isPersistent();

    /** When all data were last known to be on disk, in milliseconds since 1970; the start where there is no disk. */
    long lastSaveMillis();

    /**
     * Writes everything to disk in the background.
     *
     * @return false when there is no disk to write to: {@code whenDone} is then not told
     * @param whenDone told on any thread: null, or why it failed
     */
    boolean save(Consumer<@Nullable String> whenDone);

    /** Stops the server soon, on another thread. */
    void stop();

    /**
     * Writes changed parameters to the configuration file.
     *
     * @return null when written, else Redis's reason: there is no file, or it could not be written
     */
    @Nullable
    String rewriteConfiguration();

    /**
     * Use of memory.
     *
     * @param dataBytes page memory that holds data
     * @param dataBytesMax most that it may hold
     * @param heapBytes Java heap in use
     * @param heapBytesMax most that the Java heap may use
     */
    record MemoryUse(long dataBytes, long dataBytesMax, long heapBytes, long heapBytesMax) {}
}
