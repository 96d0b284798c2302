/**
 * {@code ./yggdrasil bench}: the same work against a Redis server and this one, side by side.
 *
 * <p>Purpose: figures that can be trusted on a noisy machine. Every measurement is taken in rounds that alternate
 * between the servers, and medians and ratios are reported, never a single run. Entry point:
 * {@link io.yggdrasil.resp.bench.BenchCommand}. The load comes from another process: {@code redis-benchmark} where it is
 * installed and knows the work, else {@link io.yggdrasil.resp.bench.LoadClient} in a JVM of its own.
 *
 * <p>Threads: one; each server and each load generator is a process. Cold, except the load client's loop.
 */
@NullMarked
package io.yggdrasil.resp.bench;

import org.jspecify.annotations.NullMarked;
