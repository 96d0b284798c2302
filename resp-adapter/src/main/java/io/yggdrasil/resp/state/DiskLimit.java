package io.yggdrasil.resp.state;

import io.yggdrasil.resp.command.server.Host;
import org.apache.ignite.configuration.DataStorageConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the disk that the data are on is nearly full, so that nothing may be written; and when it is full, so that the node must
 * end. Looked at now and then, asked with every command.
 *
 * <p>Ignite's log grows by segments of 64 MB whose pages the system finds room for when they are written: where it finds none, it
 * kills the process. So the node ends itself before: what it has acknowledged is in the log. It comes to that when clients of
 * other nodes or other doors go on writing, as what this node has copies of is written without its being asked.
 */
final class DiskLimit {
    /** Ignite's segments of the log. */
    private static final long SEGMENT_BYTES = DataStorageConfiguration.DFLT_WAL_SEGMENT_SIZE;

    /** With less than this nothing may be written. */
    static final long WRITABLE_BYTES_MIN = 3 * SEGMENT_BYTES;

    /** With less than this the node ends. */
    static final long BYTES_MIN = SEGMENT_BYTES;

    private static final Logger LOG = LoggerFactory.getLogger(DiskLimit.class);

    private final Host host;
    private volatile boolean exceeded;
    private boolean ended;

    DiskLimit(Host host) {
        this.host = host;
        measure();
    }

    /** Looks at the disk. Threads: one. */
    void measure() {
        long free = host.freeDiskBytes();
        boolean now = free < WRITABLE_BYTES_MIN;
        if (now != exceeded) {
            exceeded = now;
            if (now) {
                LOG.warn(
                        "The disk of the data has {} MB left: writes are refused until it has {}",
                        mb(free),
                        mb(WRITABLE_BYTES_MIN));
            } else {
                LOG.info("The disk of the data has {} MB left: writes are taken again", mb(free));
            }
        }
        if (free < BYTES_MIN && !ended) {
            ended = true;
            host.fail("the disk of the data has " + mb(free)
                    + " MB left, less than a segment of the log; what was acknowledged"
                    + " is in it, start again with more room");
        }
    }

    private static long mb(long bytes) {
        return bytes >> 20;
    }

    boolean isExceeded() {
        return exceeded;
    }
}
