/**
 * The commands of sorted sets.
 *
 * <p>Entry point: {@link io.yggdrasil.resp.command.sortedset.SortedSetCommands}. How members lie in trees is told by
 * {@link io.yggdrasil.resp.collection.ScoredMembers}. Threads: handlers keep no state.
 */
@NullMarked
package io.yggdrasil.resp.command.sortedset;

import org.jspecify.annotations.NullMarked;
