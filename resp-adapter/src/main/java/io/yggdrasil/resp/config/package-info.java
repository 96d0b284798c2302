/**
 * The server's configuration.
 *
 * <p>Purpose: every key with its unit, default and range, read once at start from the sources in their order (defaults,
 * file, environment, command line, {@code --set}) into one immutable record; all mistakes are reported together. Entry
 * point: {@link io.yggdrasil.resp.config.ConfigurationSources}. The keys and their ranges stand in {@link
 * io.yggdrasil.resp.config.Settings}, their defaults and descriptions in the resource {@code reference.conf} beside it.
 *
 * <p>Threads: records are immutable; the reading belongs to one thread. Cold.
 */
@NullMarked
package io.yggdrasil.resp.config;

import org.jspecify.annotations.NullMarked;
