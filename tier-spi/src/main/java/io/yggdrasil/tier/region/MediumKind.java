package io.yggdrasil.tier.region;

import java.util.Locale;

/** What the pages of a region live in. */
public enum MediumKind {
    /** Ordinary memory, in transparent huge pages as far as the system gives them. */
    DRAM,
    /** Memory in huge pages: transparent ones, or those of a pool that the administrator has reserved. */
    HUGE_PAGES,
    /** A file on any file system, mapped; what of it is in memory is the system's choice. */
    FILE,
    /** A file on a DAX file system, mapped synchronously: loads and stores reach persistent memory itself. */
    FSDAX,
    /** A whole devdax device, as {@code /dev/dax0.0}: persistent or CXL memory that no file system manages. */
    DEVDAX,
    /** Memory of chosen NUMA nodes; one without processors is CXL or persistent memory that serves as system memory. */
    NUMA,
    /** CXL memory: its NUMA nodes where the system uses it as memory, else its devdax device. */
    CXL;

    /** The name in configurations and messages, as {@code huge-pages}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether it lives at a path: a folder, or for devdax the device. */
    public boolean hasPath() {
        return this == FILE || this == FSDAX || this == DEVDAX;
    }
}
