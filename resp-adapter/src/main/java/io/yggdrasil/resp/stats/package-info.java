/**
 * What the server counts and remembers of the commands it ran.
 *
 * <p>Purpose: INFO's commandstats, errorstats and latencystats, LATENCY, SLOWLOG and MONITOR. Entry point:
 * {@link io.yggdrasil.resp.stats.Statistics}.
 *
 * <p>Threads: an executor has a {@link io.yggdrasil.resp.stats.CommandCounters} of its own, which only its thread
 * writes; readers sum over all of them and may see a number that is a moment old. Hot: counting a command writes a few
 * array elements that no other core touches, and allocates nothing after a command's first run.
 */
@NullMarked
package io.yggdrasil.resp.stats;

import org.jspecify.annotations.NullMarked;
