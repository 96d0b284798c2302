/**
 * The commands on tiers, which only Yggdrasil has: PIN and UNPIN.
 *
 * <p>Entry point: {@link io.yggdrasil.resp.command.tier.TierCommands}. Threads: those of the commands' callers; stateless.
 */
@NullMarked
package io.yggdrasil.resp.command.tier;

import org.jspecify.annotations.NullMarked;
