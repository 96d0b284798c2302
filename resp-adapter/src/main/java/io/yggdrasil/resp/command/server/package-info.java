/**
 * Commands on the server: what it is, how it is set, how it does.
 *
 * <p>Purpose: COMMAND, CONFIG, INFO, LATENCY, SLOWLOG, MEMORY, MONITOR, DEBUG, and those that end or save it. Entry point:
 * {@link io.yggdrasil.resp.command.server.ServerFacts}, which the families share, and
 * {@link io.yggdrasil.resp.command.server.Host}, what they need of the grid.
 *
 * <p>Everything is said of the node that answers: its clients, its counters, the keys of its primary partitions. CONFIG
 * GET shows every parameter that Redis 7.2 has; which of them have an effect is told in
 * {@link io.yggdrasil.resp.parameter}.
 *
 * <p>Threads: handlers run on any event loop; what they share is safe for that. Cold.
 */
@NullMarked
package io.yggdrasil.resp.command.server;

import org.jspecify.annotations.NullMarked;
