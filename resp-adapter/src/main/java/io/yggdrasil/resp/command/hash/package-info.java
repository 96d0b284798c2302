/**
 * The commands of hashes.
 *
 * <p>Entry point: {@link io.yggdrasil.resp.command.hash.HashCommands}. Threads: handlers keep no state.
 */
@NullMarked
package io.yggdrasil.resp.command.hash;

import org.jspecify.annotations.NullMarked;
