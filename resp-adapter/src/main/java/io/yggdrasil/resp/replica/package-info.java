/**
 * The grid as the replica of a Redis server.
 *
 * <p>Purpose: REPLICAOF, by which a grid takes over what a running Redis has: all its keys first, then what its clients change,
 * until REPLICAOF NO ONE. Entry point: {@link io.yggdrasil.resp.replica.GridReplication}, one a node.
 *
 * <p>One node has the link ({@code ReplicaLink}, a thread): it talks with the master ({@code MasterConnection}, {@code
 * Handshake}), restores its keys as they come ({@code FullSync}) and passes on its commands ({@code CommandStream}). Both go
 * through a client inside of the process ({@code Applier}), so that they are run like those of any client: in order, at the
 * owners of their keys, transactions as one. They are sent ahead of their replies, as many as a window allows; an offset counts
 * as applied when the replies up to it have come. An error among them ends the link, as nothing must be lost silently.
 *
 * <p>All nodes know of the link by a note of the grid ({@code Following}), and refuse writes of clients.
 *
 * <p>Threads: the link's own; replies come on the inner client's loop; {@code GridReplication} may be called by any. Hot: the
 * stream is parsed once for its ends and names, and its bytes are passed on as they are.
 */
@NullMarked
package io.yggdrasil.resp.replica;

import org.jspecify.annotations.NullMarked;
