/**
 * Commands on a client's own connection, and CLIENT, which sees all connections of this node.
 *
 * <p>Entry points: {@link io.yggdrasil.resp.command.connection.ConnectionCommands} and
 * {@link io.yggdrasil.resp.command.connection.ClientCommands}. CLIENT TRACKING is refused: there are no invalidation
 * messages yet, and a client that relied on them would read stale values.
 *
 * <p>Threads: handlers keep no state. Hot: PING.
 */
@NullMarked
package io.yggdrasil.resp.command.connection;

import org.jspecify.annotations.NullMarked;
