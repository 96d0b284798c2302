/**
 * The commands of lists, but for those that wait.
 *
 * <p>Entry point: {@link io.yggdrasil.resp.command.list.ListCommands}. Threads: handlers keep no state.
 */
@NullMarked
package io.yggdrasil.resp.command.list;

import org.jspecify.annotations.NullMarked;
