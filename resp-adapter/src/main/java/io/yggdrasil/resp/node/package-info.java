/**
 * The Ignite node inside a server process.
 *
 * <p>Purpose: turn the server's configuration into a running, active Ignite node and back into nothing. Entry point:
 * {@link io.yggdrasil.resp.node.GridNode}. Only public Ignite API is used here.
 *
 * <p>Threads: start and stop are called by one thread each; a failure may be reported by any thread. Cold.
 */
@NullMarked
package io.yggdrasil.resp.node;

import org.jspecify.annotations.NullMarked;
