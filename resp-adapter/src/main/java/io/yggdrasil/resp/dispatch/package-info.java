/**
 * From a request to its reply.
 *
 * <p>Purpose: find the command, check it, see where its keys are, lock their slots, run the handler. Entry point:
 * {@link io.yggdrasil.resp.dispatch.CommandExecutor}, one for each thread that runs commands.
 *
 * <p>Isolation: a writing command holds the stamped locks of its keys' partitions exclusively and the entries' own
 * locks as well, so it is atomic for Redis clients and for every other Ignite client; a reading one reads
 * optimistically and runs again when a writer came between. A transaction does both for all its keys at once.
 *
 * <p>Threads: an executor belongs to one thread; {@link io.yggdrasil.resp.dispatch.SlotLocks} and
 * {@link io.yggdrasil.resp.dispatch.ServerContext} are shared. Hot.
 */
@NullMarked
package io.yggdrasil.resp.dispatch;

import org.jspecify.annotations.NullMarked;
