/**
 * Memory regions: large pieces of memory from a medium that is named, not just from where the system takes it.
 *
 * <p>Purpose: the pages of a store may live in DRAM, in huge pages, in a mapped file, in persistent memory (a file on a DAX
 * file system, or a devdax device), on chosen NUMA nodes, or in CXL memory. Entry point: {@link
 * io.yggdrasil.tier.region.RegionMedia#choose}, which opens the medium that is asked for or, where this machine has none of
 * it and the request allows, a region in DRAM instead, and tells why. {@link io.yggdrasil.tier.region.MemoryInventory} is
 * what a machine has. A region is volatile capacity whatever its medium keeps: nobody finds its content again.
 *
 * <p>A medium is opened whole: what it cannot give is told then, not when the last page is touched. Files are allocated on
 * disk and have no name (nobody can shorten them by mistake, a killed process leaves none behind); devices are locked; pages
 * of a huge page pool are reserved; the free memory of nodes that are bound strictly is checked.
 *
 * <p>A medium can go while its region is in use. The JVM turns the signal of an access (SIGBUS) into an {@link
 * java.lang.InternalError} in the thread that made it, a moment later. {@link io.yggdrasil.tier.region.MappedRegion#fault}
 * tells in words what happened, for whoever asks now and then.
 *
 * <p>System calls are made through JNA's direct mapping, in one class. Linux on x86-64 and AArch64 has them all; elsewhere
 * there is DRAM only.
 *
 * <p>Threads: opening and closing belong to one thread; {@code fault} may be called by any. Cold.
 */
@NullMarked
package io.yggdrasil.tier.region;

import org.jspecify.annotations.NullMarked;
