/**
 * The commands of streams and their consumer groups.
 *
 * <p>Entry point: {@link io.yggdrasil.resp.command.stream.StreamCommands}. Threads: handlers keep no state.
 */
@NullMarked
package io.yggdrasil.resp.command.stream;

import org.jspecify.annotations.NullMarked;
