/**
 * The state that all event loops of a server share, put together.
 *
 * <p>Purpose: give the executor its observer and access control, the sockets their listener, and the server commands
 * their facts. Entry point: {@link io.yggdrasil.resp.state.ServerState}.
 *
 * <p>Threads: any, except {@link io.yggdrasil.resp.state.LoopObserver}, of which each executor has its own. Hot: the
 * observer and the access control run with every command, and allocate nothing.
 */
@NullMarked
package io.yggdrasil.resp.state;

import org.jspecify.annotations.NullMarked;
