/**
 * The hot tier on top of Ignite: copies of a node's hottest strings in memory outside of the heap, in front of page memory
 * and never staler than it.
 *
 * <p>Entry points: {@link io.yggdrasil.ignite.hot.HotTier}, one a node, and {@link io.yggdrasil.ignite.hot.TieredCache}
 * for those who read through Ignite's API. Hot path.
 *
 * <p>Threads: any.
 */
@NullMarked
package io.yggdrasil.ignite.hot;

import org.jspecify.annotations.NullMarked;
