/**
 * CLUSTER, READONLY, READWRITE and ASKING: what clients in cluster mode ask to find keys.
 *
 * <p>Entry point: {@link io.yggdrasil.resp.command.cluster.ClusterCommands}. What there is to tell comes from a
 * {@link io.yggdrasil.resp.command.cluster.ClusterMap}. Every node is a master to clients: the copies of its keys are the
 * grid's business. Threads: handlers keep no state. Cold.
 */
@NullMarked
package io.yggdrasil.resp.command.cluster;

import org.jspecify.annotations.NullMarked;
