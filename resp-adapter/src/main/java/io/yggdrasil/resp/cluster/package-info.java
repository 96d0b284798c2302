/**
 * Several nodes as one server.
 *
 * <p>Purpose: run each request where its keys are. Entry point: {@link io.yggdrasil.resp.cluster.Peers}, one a node. A
 * request for keys of one other node leaves in a batch through a {@code Lane} and is run there by an
 * {@code InboundWorker}; its reply comes back into the place that the connection keeps for it.
 *
 * <p>A script that holds slots of several nodes for a while tells their owners, which then are busy as the node is that runs
 * it. What they know of it is a part of the lease on their slots and ends with that: when the script ends, when its node
 * leaves, or after the longest time that a lease lasts. A message too late or lost leaves nobody busy.
 *
 * <p>Threads: a {@code Forwarder} belongs to its event loop, an {@code InboundWorker} is a thread. Messages arrive on
 * Ignite's network threads, which only pass them on. Hot where clients do not know the owners.
 */
@NullMarked
package io.yggdrasil.resp.cluster;

import org.jspecify.annotations.NullMarked;
