/**
 * What the server remembers of a client between two commands.
 *
 * <p>Purpose: the state of a connection that commands read and change: chosen database, protocol, name, transaction.
 * Entry point: {@link io.yggdrasil.resp.session.Session}.
 *
 * <p>Threads: a session belongs to its connection's event loop, and while that connection waits for a command on another
 * thread, to that thread. Fields that other threads read (CLIENT LIST) are volatile and say so.
 */
@NullMarked
package io.yggdrasil.resp.session;

import org.jspecify.annotations.NullMarked;
