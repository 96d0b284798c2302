package io.yggdrasil.resp.failover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.yggdrasil.resp.ServerChild;
import io.yggdrasil.resp.ServerFixture;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.ignite.Ignite;
import org.apache.ignite.IgniteCheckedException;
import org.apache.ignite.Ignition;
import org.apache.ignite.configuration.IgniteConfiguration;
import org.apache.ignite.internal.IgniteEx;
import org.apache.ignite.internal.management.cache.CacheIdleVerifyCommandArg;
import org.apache.ignite.internal.management.cache.IdleVerifyResultV2;
import org.apache.ignite.internal.management.cache.VerifyBackupPartitionsTaskV2;
import org.apache.ignite.internal.processors.task.TaskExecutionOptions;
import org.apache.ignite.logger.slf4j.Slf4jLogger;
import org.apache.ignite.spi.discovery.tcp.TcpDiscoverySpi;
import org.apache.ignite.spi.discovery.tcp.ipfinder.vm.TcpDiscoveryVmIpFinder;

/** Ignite's own comparison of primaries and backups: their entries, versions and counters of updates. */
final class Copies {
    private Copies() {}

    /**
     * Waits until no partition of database 0 is being copied, then has every copy compared with its primary. The grid must
     * be idle.
     *
     * @param copies how many copies each partition must have
     */
    static void assertEqual(ServerChild member, int copies) {
        try (Ignite client = client(member)) {
            ServerFixture.await("every partition has " + copies + " copies", () -> isComplete(client, copies));
            IdleVerifyResultV2 result = verify(client);
            List<String> report = new ArrayList<>();
            result.print(report::add, true);
            String text = String.join("", report);
            assertEquals(0, result.exceptions().size(), text);
            assertFalse(result.hasConflicts(), text);
            assertEquals(0, result.lostPartitions().size(), text);
        }
    }

    /** Waits until no partition of database 0 is being copied; the grid may be busy. */
    static void awaitComplete(ServerChild member, int copies) {
        try (Ignite client = client(member)) {
            ServerFixture.await("every partition has " + copies + " copies", () -> isComplete(client, copies));
        }
    }

    private static boolean isComplete(Ignite client, int copies) {
        var affinity = client.<Object>affinity("db0");
        boolean mapped = IntStream.range(0, affinity.partitions())
                .allMatch(partition ->
                        affinity.mapPartitionToPrimaryAndBackups(partition).size() == copies);
        return mapped && verify(client).movingPartitions().isEmpty();
    }

    private static IdleVerifyResultV2 verify(Ignite client) {
        CacheIdleVerifyCommandArg argument = new CacheIdleVerifyCommandArg();
        argument.caches(new String[] {"db0"});
        try {
            return ((IgniteEx) client)
                    .context()
                    .task()
                    .execute(
                            VerifyBackupPartitionsTaskV2.class,
                            argument,
                            TaskExecutionOptions.options(
                                    client.cluster().forServers().nodes()))
                    .get();
        } catch (IgniteCheckedException e) {
            throw new AssertionError(e);
        }
    }

    /** A client node of the grid of a process. */
    static Ignite client(ServerChild member) {
        TcpDiscoveryVmIpFinder finder =
                new TcpDiscoveryVmIpFinder().setAddresses(List.of("127.0.0.1:" + member.discoveryPort()));
        return Ignition.start(new IgniteConfiguration()
                .setIgniteInstanceName("copies-" + UUID.randomUUID())
                .setClientMode(true)
                .setLocalHost("127.0.0.1")
                .setGridLogger(new Slf4jLogger())
                .setMetricsLogFrequency(0)
                .setDiscoverySpi(new TcpDiscoverySpi().setIpFinder(finder)));
    }
}
