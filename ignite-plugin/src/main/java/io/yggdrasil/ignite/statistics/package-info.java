/**
 * What the tiers do for each cache of a namespace on this node: counters and times of reads, fed by {@code internals} on the
 * hot path and read by INFO and by Ignite's metrics.
 *
 * <p>Entry point: {@link io.yggdrasil.ignite.statistics.CacheStatistics}, from {@code
 * Yggdrasil.of(ignite).mutations().watch(cacheName).statistics()}.
 *
 * <p>Threads: any. Hot: a counter costs an uncontended add, a read is timed once in 257.
 */
@NullMarked
package io.yggdrasil.ignite.statistics;

import org.jspecify.annotations.NullMarked;
