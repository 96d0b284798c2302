/**
 * What happens to the rows of a node, as it happens: every mutation and every access of a watched cache, reported to
 * listeners in process, and the stamps that make a near copy of a row coherent with it.
 *
 * <p>Entry point: {@link io.yggdrasil.ignite.mutation.Mutations}, which gives the {@link
 * io.yggdrasil.ignite.mutation.CacheWatch} of a cache. The reports come from a decorator around Ignite's per-partition
 * data stores, the one place that every door passes: key-value API, transactions, SQL, streamer, read-through, expiry,
 * clear, eviction, rebalance and recovery.
 *
 * <p>Threads: reports arrive on the thread that changes or reads the row, inside Ignite's locks. Hot path.
 */
@NullMarked
package io.yggdrasil.ignite.mutation;

import org.jspecify.annotations.NullMarked;
