package io.yggdrasil.resp.node;

import com.sun.management.OperatingSystemMXBean;
import io.yggdrasil.ignite.YggdrasilException;
import io.yggdrasil.ignite.YggdrasilException.Kind;
import io.yggdrasil.resp.config.ServerConfiguration;
import io.yggdrasil.resp.config.ServerConfiguration.RegionEntry;
import io.yggdrasil.resp.config.ServerConfiguration.Storage;
import java.lang.management.ManagementFactory;

/**
 * How much page memory a node gets. A node that may take more memory than there is would be killed by the kernel when its
 * data grow, so it is refused at start.
 */
final class PageMemory {
    /** What the process needs beside heap and data: code, threads, buffers, Ignite's own regions. */
    private static final long OTHER_BYTES = 256L << 20;

    private static final long LEAST_BYTES = 64L << 20;

    private static final int MEMORY_ONLY_PERCENT = 50;

    /** Less, since the system's page cache works for the data as well. */
    private static final int PERSISTENT_PERCENT = 40;

    private PageMemory() {}

    /** The bytes to use for the storage of a server in this process, beside its regions. */
    static long bytes(ServerConfiguration configuration) {
        return bytes(
                configuration.storage(),
                configuration.regions().stream()
                        .filter(RegionEntry::isInDram)
                        .mapToLong(RegionEntry::bytes)
                        .sum(),
                ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getTotalMemorySize(),
                Runtime.getRuntime().maxMemory());
    }

    static long bytes(Storage storage, long regionBytes, long totalBytes, long heapBytes) {
        long other = OTHER_BYTES + storage.hotTierBytes();
        long most = totalBytes - heapBytes - other - regionBytes;
        int percent = storage.isPersistent() ? PERSISTENT_PERCENT : MEMORY_ONLY_PERCENT;
        long wanted = storage.memoryBytes() > 0 ? storage.memoryBytes() : Math.min(totalBytes / 100 * percent, most);
        if (wanted > most || wanted < LEAST_BYTES) {
            throw new YggdrasilException(
                    Kind.RESOURCE,
                    "too little memory: " + (storage.memoryBytes() > 0 ? "maxmemory is " : "maxmemory is at least ")
                            + mb(Math.max(wanted, LEAST_BYTES)) + ", but of the " + mb(totalBytes)
                            + " that this machine or container has, the Java heap may take " + mb(heapBytes)
                            + (regionBytes == 0 ? "" : ", memory regions " + mb(regionBytes))
                            + " and the rest of the process, with the hot tier, " + mb(other));
        }
        return wanted;
    }

    private static String mb(long bytes) {
        return (bytes >> 20) + "mb";
    }
}
