/**
 * HyperLogLog: how many different elements were added, within about 0.8 %, in at most 12 KiB.
 *
 * <p>The value is a string in Redis's own format, byte for byte, so one written by a redis-server is read here and the
 * other way round, with equal counts. Entry point: {@link io.yggdrasil.resp.command.hyperloglog.HyperLogLogCommands};
 * the format is described in {@link io.yggdrasil.resp.command.hyperloglog.HyperLogLogDescriptor}. Threads: handlers keep
 * no state. An addition that changes nothing copies nothing.
 */
@NullMarked
package io.yggdrasil.resp.command.hyperloglog;

import org.jspecify.annotations.NullMarked;
