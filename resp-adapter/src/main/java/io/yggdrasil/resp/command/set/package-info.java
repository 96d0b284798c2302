/**
 * The commands of sets.
 *
 * <p>Entry point: {@link io.yggdrasil.resp.command.set.SetCommands}. Intersections, unions and differences are {@link
 * io.yggdrasil.resp.command.set.Members}, told one by one in the order that the trees of all sets have: nothing is kept but
 * what is answered or stored. Threads: handlers keep no state.
 */
@NullMarked
package io.yggdrasil.resp.command.set;

import org.jspecify.annotations.NullMarked;
