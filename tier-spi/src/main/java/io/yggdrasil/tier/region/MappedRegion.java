package io.yggdrasil.tier.region;

import org.jspecify.annotations.Nullable;

/**
 * A piece of memory from a medium, mapped at one address range, whose bytes are undefined at first.
 *
 * <p>Threads: any thread may use the memory and call {@link #fault}; {@link #close} belongs to the owner, who makes sure that
 * nobody uses the memory then or later. Nothing is checked: an access outside of it ends the process.
 */
public interface MappedRegion extends AutoCloseable {
    /** Where it starts: a multiple of 4,096. */
    long address();

    /** How long it is: at least what was asked for, in whole units of the medium. */
    long bytes();

    /** Where it is and what it is, as {@code /dev/dax0.0 in 2mb pages}. */
    String description();

    /** What has happened to the medium since it was opened; null while it is sound. A few system calls. */
    @Nullable
    RegionFault fault();

    /** Gives the memory back. Further calls do nothing. */
    @Override
    void close();
}
