/**
 * Commands on strings: values, numbers, ranges.
 *
 * <p>Entry point: {@link io.yggdrasil.resp.command.string.StringCommands}. Threads: handlers keep no state. Hot: GET,
 * SET, INCR, MGET, MSET.
 */
@NullMarked
package io.yggdrasil.resp.command.string;

import org.jspecify.annotations.NullMarked;
