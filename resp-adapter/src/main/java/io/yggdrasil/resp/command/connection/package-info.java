/**
 * Commands on a client's own connection, and CLIENT, which sees all connections of this node.
 *
 * <p>Entry points: {@link io.yggdrasil.resp.command.connection.ConnectionCommands} and
 * {@link io.yggdrasil.resp.command.connection.ClientCommands}. What CLIENT TRACKING
 * promises is kept by {@link io.yggdrasil.resp.tracking.TrackingTable}.
 *
 * <p>Threads: handlers keep no state. Hot: PING.
 */
@NullMarked
package io.yggdrasil.resp.command.connection;

import org.jspecify.annotations.NullMarked;
