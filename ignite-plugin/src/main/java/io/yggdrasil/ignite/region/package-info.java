/**
 * Where the pages of data regions live.
 *
 * <p>Purpose: memory for Ignite's page memory from media that Ignite does not know: persistent memory, CXL memory, NUMA nodes,
 * huge pages, files. Entry point: {@link io.yggdrasil.ignite.YggdrasilConfiguration#setRegions}; {@link
 * io.yggdrasil.ignite.region.DataRegions} opens what is declared there before Ignite starts anything and adds it to the node's
 * data regions, {@link io.yggdrasil.ignite.region.RegionTable} tells at the start what was found and chosen, {@link
 * io.yggdrasil.ignite.region.RegionWatch} looks whether it is still there. {@link
 * io.yggdrasil.ignite.region.HugePageAllocator} is for the default region. Never set an allocator on the storage
 * configuration: system regions would inherit it.
 *
 * <p>When a medium goes, pages of its region fail with {@link java.lang.InternalError} in whichever thread touches them, and
 * the watch reports it to the node's failure handler within a second.
 *
 * <p>Threads: allocators are called by the thread that starts or grows a region, rarely; the watch has its own. Cold.
 */
@NullMarked
package io.yggdrasil.ignite.region;

import org.jspecify.annotations.NullMarked;
