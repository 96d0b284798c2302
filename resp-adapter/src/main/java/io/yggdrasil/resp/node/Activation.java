package io.yggdrasil.resp.node;

import io.yggdrasil.ignite.YggdrasilException;
import io.yggdrasil.ignite.YggdrasilException.Kind;
import io.yggdrasil.resp.config.ServerConfiguration.MissingNodes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.ignite.Ignite;
import org.apache.ignite.IgniteCache;
import org.apache.ignite.IgniteCluster;
import org.apache.ignite.IgniteException;
import org.apache.ignite.cluster.BaselineNode;
import org.apache.ignite.cluster.ClusterNode;
import org.apache.ignite.cluster.ClusterState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a node's grid to life, and the node into it.
 *
 * <p>A grid in memory needs nothing. A persistent one knows which nodes have its data (Ignite's baseline): the first node
 * of all activates the grid; a new node adds itself; a grid that was stopped becomes active when all its nodes are back,
 * for one that is missing may have what the others lack, unless the operator says otherwise. Nodes never leave the baseline
 * by themselves: a node that is down for a while keeps its data and catches up, where Ignite's automatic adjustment would
 * drop them.
 *
 * <p>Keys whose owners were all down while the rest of the grid ran are lost for Ignite even when the owners come back. The
 * node that completes the baseline says that they are not: whatever there was is there again.
 */
final class Activation {
    private static final Logger LOG = LoggerFactory.getLogger(Activation.class);

    private static final long POLL_MILLIS = 50;
    private static final int ADD_ATTEMPTS_MAX = 20;

    private final Ignite ignite;

    private final MissingNodes missingNodes;

    Activation(Ignite ignite, MissingNodes missingNodes) {
        this.ignite = ignite;
        this.missingNodes = missingNodes;
    }

    void run() {
        IgniteCluster cluster = ignite.cluster();
        if (cluster.state() == ClusterState.INACTIVE && cluster.currentBaselineTopology() == null) {
            cluster.state(ClusterState.ACTIVE);
            cluster.baselineAutoAdjustEnabled(false);
        }
        awaitActive(cluster);
        join(cluster);
        if (missing(cluster).isEmpty()) {
            takeUpLost();
        }
    }

    /** All nodes that ever had data are here: partitions that are counted as lost have their owners back. */
    private void takeUpLost() {
        List<String> caches = ignite.cacheNames().stream()
                .filter(name -> {
                    IgniteCache<?, ?> cache = ignite.cache(name);
                    return cache != null && !cache.lostPartitions().isEmpty();
                })
                .toList();
        if (!caches.isEmpty()) {
            ignite.resetLostPartitions(caches);
            LOG.info("All nodes are back: lost partitions of {} are served again", caches);
        }
    }

    private void awaitActive(IgniteCluster cluster) {
        Set<String> told = Set.of();
        while (cluster.state() == ClusterState.INACTIVE) {
            Set<String> missing = missing(cluster);
            if (!missing.isEmpty() && missingNodes == MissingNodes.START) {
                LOG.warn("Starting without {} node(s) that have data of this grid: {}", missing.size(), missing);
                cluster.state(ClusterState.ACTIVE);
                return;
            }
            if (!missing.isEmpty() && !missing.equals(told)) {
                LOG.warn(
                        "Waiting for {} more node(s) that have data of this grid and must join it, where this one is at"
                                + " {} (ignite.missing-nodes=start does not wait): {}",
                        missing.size(),
                        Membership.name(cluster.localNode()),
                        missing);
                told = missing;
            }
            pause();
        }
    }

    /** In words for people. */
    private static Set<String> missing(IgniteCluster cluster) {
        Set<Object> online = cluster.forServers().nodes().stream()
                .map(ClusterNode::consistentId)
                .collect(Collectors.toSet());
        Collection<BaselineNode> baseline = cluster.currentBaselineTopology();
        return baseline == null
                ? Set.of()
                : baseline.stream()
                        .filter(node -> !online.contains(node.consistentId()))
                        .map(NodeFacts::describe)
                        .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Several nodes may add themselves at a time, and the last one's view may lack the others: so look again. */
    private void join(IgniteCluster cluster) {
        Object self = cluster.localNode().consistentId();
        for (int attempt = 0; attempt < ADD_ATTEMPTS_MAX; attempt++) {
            Collection<BaselineNode> baseline = cluster.currentBaselineTopology();
            if (baseline == null || baseline.stream().anyMatch(node -> self.equals(node.consistentId()))) {
                return;
            }
            List<BaselineNode> grown = new ArrayList<>(baseline);
            grown.add(cluster.localNode());
            try {
                cluster.setBaselineTopology(grown);
            } catch (IgniteException e) {
                LOG.debug("The baseline changed meanwhile", e);
                pause();
            }
        }
        throw new YggdrasilException(Kind.RETRY, "this node could not be added to the nodes that have the grid's data");
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new YggdrasilException(Kind.RETRY, "the start was interrupted", e);
        }
    }
}
