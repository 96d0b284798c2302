/**
 * The clients of this node, seen from outside.
 *
 * <p>Purpose: who is connected, what CLIENT LIST says of them, whom CLIENT KILL ends and whom CLIENT PAUSE holds. Entry
 * point: {@link io.yggdrasil.resp.clients.ClientRegistry}.
 *
 * <p>Threads: any. Only {@link io.yggdrasil.resp.clients.PauseGate#holds} is hot: one volatile read while nothing is
 * paused.
 */
@NullMarked
package io.yggdrasil.resp.clients;

import org.jspecify.annotations.NullMarked;
