/**
 * Where the pages of data regions live.
 *
 * <p>Purpose: memory for Ignite's page memory from sources that Ignite does not know. Entry point:
 * {@link io.yggdrasil.ignite.region.HugePageAllocator}, set on a region with {@code setMemoryAllocator}. Never set one on
 * the storage configuration: system regions would inherit it.
 *
 * <p>Threads: allocators are called by the thread that starts or grows a region, rarely. Cold.
 */
@NullMarked
package io.yggdrasil.ignite.region;

import org.jspecify.annotations.NullMarked;
