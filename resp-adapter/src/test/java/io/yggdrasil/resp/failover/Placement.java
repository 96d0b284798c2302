package io.yggdrasil.resp.failover;

import io.yggdrasil.resp.ServerChild;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.ignite.Ignite;
import org.apache.ignite.cluster.ClusterNode;
import org.apache.ignite.spi.discovery.tcp.internal.TcpDiscoveryNode;

/**
 * Keys of database 0 that one process is the primary of, and whose copies are on different other ones.
 *
 * @param primary the discovery port of the process
 * @param keys as many for each of the others
 */
record Placement(int primary, List<String> keys) {
    private static final int NAMES_MAX = 10_000;

    /** Finds keys with {@code each} of them for each process that has copies; {@code member} has to be of the grid. */
    static Placement find(ServerChild member, int each) {
        try (Ignite client = Copies.client(member)) {
            var affinity = client.<Object>affinity("db0");
            Map<Integer, Map<Integer, List<String>>> byPrimary = new LinkedHashMap<>();
            for (int i = 0; i < NAMES_MAX; i++) {
                String name = "scattered" + i;
                List<ClusterNode> owners = List.copyOf(affinity.mapKeyToPrimaryAndBackups(name));
                Map<Integer, List<String>> byCopy =
                        byPrimary.computeIfAbsent(port(owners.get(0)), first -> new LinkedHashMap<>());
                List<String> names = byCopy.computeIfAbsent(port(owners.get(1)), first -> new ArrayList<>());
                if (names.size() < each) {
                    names.add(name);
                }
                if (byCopy.size() > 1 && byCopy.values().stream().allMatch(found -> found.size() == each)) {
                    List<String> keys = new ArrayList<>();
                    byCopy.values().forEach(keys::addAll);
                    return new Placement(port(owners.get(0)), keys);
                }
            }
        }
        throw new AssertionError("all copies of a node are on one other");
    }

    private static int port(ClusterNode node) {
        return ((TcpDiscoveryNode) node).discoveryPort();
    }
}
