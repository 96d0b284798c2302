package io.yggdrasil.resp.command.server;

import java.util.Map;
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

    /** Copies of the data on other nodes, where they are to have as many as possible. Must not block. */
    int copies();

    /** Use of memory now. Must not block. */
    MemoryUse memory();

    /** What the tiers hold and did, the lines of INFO tiers: name to value. Must not block. */
    Map<String, String> tiers();

    /** Whether there is no page memory left for more data. Must not block. */
    boolean isFull();

    /** What makes room when data take too much memory. */
    Evictor evictor();

    /** Whether data outlive the process. */
    boolean isPersistent();

    /** Bytes that the disk of the data has left; where there is none, as many as can be. Must not block for long. */
    long freeDiskBytes();

    /** Ends the node, or the process, at once, as it cannot go on; {@code reason} is one line. */
    void fail(String reason);

    /** When all data were last known to be on disk, in milliseconds since 1970; the start where there is no disk. */
    long lastSaveMillis();

    /**
     * Writes everything to disk in the background.
     *
     * @return false when there is no disk to write to: {@code whenDone} is then not told
     * @param whenDone told on any thread: null, or why it failed
     */
    boolean save(Consumer<@Nullable String> whenDone);

    /** Keys of this node whose time was over and that were removed, since the start. */
    long expiredKeys();

    /** Lets expired keys of this node be removed before somebody meets them, or not. */
    void activeExpiry(boolean on);

    /**
     * Stores keys {@code prefix:0}, {@code prefix:1} and so on with values {@code value:0} and so on, in the background;
     * keys that are there stay as they are.
     *
     * @param database number of the database
     * @param count how many
     * @param bytes length of each value, filled up with zero bytes or cut; 0: as it is
     * @param whenDone told on any thread: null, or why it failed
     */
    void populate(int database, long count, String prefix, int bytes, Consumer<@Nullable String> whenDone);

    /** Whose replica the grid is. */
    Replication replication();

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
