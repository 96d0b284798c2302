/**
 * A plain client of this server or of Redis, for the programs of the command line.
 *
 * <p>Purpose: to send commands in pipelines and to read large values in a bounded memory. Entry point: {@link
 * io.yggdrasil.resp.client.ServerConnection}.
 *
 * <p>Threads: each connection has one. Cold.
 */
@NullMarked
package io.yggdrasil.resp.client;

import org.jspecify.annotations.NullMarked;
