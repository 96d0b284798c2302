/**
 * Several nodes as one server.
 *
 * <p>Purpose: run each request where its keys are. Entry point: {@link io.yggdrasil.resp.cluster.Peers}, one a node. A
 * request for keys of one other node leaves in a batch through a {@code Lane} and is run there by an
 * {@code InboundWorker}; its reply comes back into the place that the connection keeps for it.
 *
 * <p>Threads: a {@code Forwarder} belongs to its event loop, an {@code InboundWorker} is a thread. Messages arrive on
 * Ignite's network threads, which only pass them on. Hot where clients do not know the owners.
 */
@NullMarked
package io.yggdrasil.resp.cluster;

import org.jspecify.annotations.NullMarked;
