package io.yggdrasil.resp.config;

import io.yggdrasil.accel.router.RouterConfiguration;
import io.yggdrasil.ignite.Persistence;
import io.yggdrasil.tier.region.MediumKind;
import io.yggdrasil.tier.region.NumaPolicy;
import io.yggdrasil.tier.region.RegionFallback;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.ignite.cache.CacheWriteSynchronizationMode;
import org.apache.ignite.cache.PartitionLossPolicy;
import org.jspecify.annotations.Nullable;

/**
 * What a server runs with, checked. {@link ConfigurationSources} makes it; {@code reference.conf} describes each value.
 *
 * @param clients the RESP side
 * @param storage where the data are
 * @param grid the Ignite side
 * @param defaults policy of every namespace that does not set its own
 * @param namespaces databases and prefixes with a policy of their own
 * @param regions memory of their own for namespaces
 * @param accelerators which of them are used, and how
 * @param file the file that was read, null for none
 * @param parameters Redis parameters that CONFIG SET could change, as they are to be at the start
 */
public record ServerConfiguration(
        Clients clients,
        Storage storage,
        Grid grid,
        Policy defaults,
        List<NamespaceEntry> namespaces,
        List<RegionEntry> regions,
        RouterConfiguration accelerators,
        @Nullable Path file,
        Map<String, String> parameters) {
    /** The name of the region that {@code maxmemory} is about. */
    public static final String DEFAULT_REGION = "default";

    /**
     * The RESP side.
     *
     * @param bind addresses to listen on
     * @param port port to listen on; 0 for a free one
     * @param protectedMode whether clients from elsewhere are refused while no password is set
     * @param password what clients authenticate with; empty for none
     * @param clientsMax most clients at a time
     * @param idleTimeout after which an idle client is closed; zero for never
     * @param backlog length of the accept queue
     * @param eventLoops event loops, 1 or more
     * @param transport how they talk to the kernel
     * @param bulkBytesMax longest argument
     * @param queryBufferBytesMax most bytes of a request in progress
     * @param stallTimeout after which a client that reads no replies is closed while too many replies are unread
     * @param shutdownTimeout how long a stop waits for replies that clients have not taken
     * @param clusterEnabled whether clients are told where keys are instead of being served from anywhere
     * @param announceHost where clients and other nodes reach this one; empty: derived from {@code bind}
     * @param announcePort the port that goes with it; 0: {@code port}
     * @param settleTimeout how long a request waits while the owner of its key is being decided
     */
    public record Clients(
            List<String> bind,
            int port,
            boolean protectedMode,
            String password,
            int clientsMax,
            Duration idleTimeout,
            int backlog,
            int eventLoops,
            Transport transport,
            long bulkBytesMax,
            long queryBufferBytesMax,
            Duration stallTimeout,
            Duration shutdownTimeout,
            boolean clusterEnabled,
            String announceHost,
            int announcePort,
            Duration settleTimeout) {
        @Override
        public String toString() {
            return "Clients[bind=" + bind + ", port=" + port + ", ...]"; // Not all: there is a password among it.
        }
    }

    /**
     * Where the data are.
     *
     * @param memoryBytes most page memory; 0 when it is chosen at start
     * @param hotTierBytes memory of the hot tier; 0 for none
     * @param folder folder of the persistent data, null for memory only
     */
    public record Storage(
            long memoryBytes, long hotTierBytes, @Nullable Path folder) {
        /** Whether data outlive the process. */
        public boolean isPersistent() {
            return folder != null;
        }
    }

    /**
     * The Ignite side.
     *
     * @param bind address of the thin client port and of the ports to other nodes
     * @param clientPort thin clients and JDBC
     * @param discoveryPort discovery of nodes
     * @param communicationPort messages between nodes
     * @param portRange how many ports after each are tried when it is taken
     * @param join where other nodes are looked for
     * @param joinTimeout how long they are looked for; zero for ever
     * @param missingNodes what a start of a stopped grid does about nodes that have data of it and are not there
     * @param failureDetectionTimeout after which a silent node counts as failed
     */
    public record Grid(
            String bind,
            int clientPort,
            int discoveryPort,
            int communicationPort,
            int portRange,
            List<HostAndPort> join,
            Duration joinTimeout,
            MissingNodes missingNodes,
            Duration failureDetectionTimeout) {}

    /** What a start does about nodes that have data of the grid and are not there. */
    public enum MissingNodes {
        /** Waits for them: they may have what nobody else has. */
        WAIT,
        /** Starts without them: keys that only they have are refused until they come back. */
        START
    }

    /**
     * How a namespace keeps its entries.
     *
     * @param backups copies on further nodes
     * @param persistence what is demanded of the memory region
     * @param writeSynchronization which copies have a write before it is acknowledged
     * @param partitionLoss what happens to operations on keys whose every owner is gone
     * @param sqlSchema schema of the SQL table; empty for one with the name of the cache
     * @param sqlTable SQL table over the namespace's strings; empty for none
     * @param region name of the region that its entries are in; {@link #DEFAULT_REGION} for that of {@code maxmemory}
     * @param memoryMax bytes that its keys and values may take on a node while it evicts; 0 for no such limit
     */
    public record Policy(
            int backups,
            Persistence persistence,
            CacheWriteSynchronizationMode writeSynchronization,
            PartitionLossPolicy partitionLoss,
            String sqlSchema,
            String sqlTable,
            String region,
            long memoryMax) {}

    /**
     * A database or a prefix of one that has a policy of its own.
     *
     * @param name its name: {@code db0} to {@code db15} for a whole database
     * @param database the database
     * @param prefix the keys it takes; empty for the whole database
     * @param policy its policy
     */
    public record NamespaceEntry(String name, int database, String prefix, Policy policy) {}

    /**
     * Memory of its own for namespaces.
     *
     * @param name what namespaces call it
     * @param medium what it is in
     * @param path folder or device; empty for a medium that has none
     * @param bytes its size; 0 for a whole device
     * @param numaNodes nodes that have its memory
     * @param numaPolicy how its pages are placed on them
     * @param hugePageBytes page size of the pool that it takes; 0 for transparent huge pages
     * @param fallback what to do where the medium is not there
     */
    public record RegionEntry(
            String name,
            MediumKind medium,
            String path,
            long bytes,
            List<Integer> numaNodes,
            NumaPolicy numaPolicy,
            long hugePageBytes,
            RegionFallback fallback) {
        /** Whether it takes of the memory that the processes of this machine share. */
        public boolean isInDram() {
            return medium == MediumKind.DRAM || medium == MediumKind.HUGE_PAGES || medium == MediumKind.NUMA;
        }
    }
}
