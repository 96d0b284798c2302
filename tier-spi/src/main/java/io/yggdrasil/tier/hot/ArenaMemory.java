package io.yggdrasil.tier.hot;

import com.sun.jna.Native;
import com.sun.jna.Platform;
import java.lang.ref.Cleaner;

/**
 * The arena's memory: zeroed, and mapped as long as this object is reachable, so that a reader that is late can read
 * there whatever happens, and needs to tell nobody that it reads. What is in use is given back at once all the same, by
 * {@link #discard}; only the addresses wait for the garbage collector.
 *
 * <p>On Linux it is a mapping, aligned to huge pages, for which the kernel is asked for such ({@code MADV_HUGEPAGE}): a
 * look-up touches two places anywhere in the arena, and with pages of 4 KB most of these also miss the processor's
 * address translation ({@code HotArenaBenchmark}). Elsewhere, or where the C library cannot be called, or for less than
 * one huge page, it is {@link OffHeap#allocate}, and discarding does nothing.
 *
 * <p>Threads: any. Who reads or writes at an address keeps this object reachable until it has done so
 * ({@link java.lang.ref.Reference#reachabilityFence}).
 */
final class ArenaMemory {
    private static final Cleaner CLEANER = Cleaner.create();
    private static final long HUGE_PAGE_BYTES = 2L << 20;

    private final Mapping mapping;
    private final long address;
    private final long bytes;

    private ArenaMemory(Mapping mapping, long address, long bytes) {
        this.mapping = mapping;
        this.address = address;
        this.bytes = bytes;
        CLEANER.register(this, mapping);
    }

    /**
     * Reserves memory, zeroed.
     *
     * @throws OutOfMemoryError if there is not so much
     */
    static ArenaMemory reserve(long bytes) {
        return bytes >= HUGE_PAGE_BYTES && LibC.CALLABLE ? map(bytes) : allocate(bytes);
    }

    /** The first address, at the start of a cache line. */
    long address() {
        return address;
    }

    /** Whether the kernel took the request for huge pages; it serves it as it has such. */
    boolean hugePages() {
        return mapping.hugePages;
    }

    /** Gives all whole pages from an offset on back to the system; what is read there from now on is zero. */
    void discard(long offset) {
        if (mapping.mapped) {
            long from = (address + offset + LibC.PAGE_BYTES - 1) & -LibC.PAGE_BYTES;
            LibC.madvise(from, address + bytes - from, LibC.MADV_DONTNEED);
        }
    }

    private static ArenaMemory map(long bytes) {
        long length = bytes + HUGE_PAGE_BYTES;
        long start = LibC.mmap(0, length, LibC.PROT_READ_WRITE, LibC.MAP_PRIVATE_ANONYMOUS_NORESERVE, -1, 0);
        if (start == -1) {
            throw new OutOfMemoryError("no memory outside of the heap for bytes=" + bytes);
        }
        long aligned = (start + HUGE_PAGE_BYTES - 1) & -HUGE_PAGE_BYTES;
        boolean huge = LibC.madvise(aligned, bytes, LibC.MADV_HUGEPAGE) == 0;
        return new ArenaMemory(new Mapping(start, length, true, huge), aligned, bytes);
    }

    private static ArenaMemory allocate(long bytes) {
        long allocation = OffHeap.allocate(bytes);
        long aligned = OffHeap.aligned(allocation);
        OffHeap.zero(aligned, bytes);
        return new ArenaMemory(new Mapping(allocation, bytes, false, false), aligned, bytes);
    }

    /** What is to be released when nobody can reach the memory any more. */
    private record Mapping(long start, long length, boolean mapped, boolean hugePages) implements Runnable {
        @Override
        public void run() {
            if (mapped) {
                LibC.munmap(start, length);
            } else {
                OffHeap.free(start);
            }
        }
    }

    /** Direct mappings of the C library, bound when first used. */
    private static final class LibC {
        static final int PROT_READ_WRITE = 0x3;
        static final int MAP_PRIVATE_ANONYMOUS_NORESERVE = 0x2 | 0x20 | 0x4000;
        static final int MADV_DONTNEED = 4;
        static final int MADV_HUGEPAGE = 14;
        /** The largest page that Linux uses where it is not asked for huge ones. */
        static final long PAGE_BYTES = 64 << 10;

        static final boolean CALLABLE = bind();

        private LibC() {}

        private static boolean bind() {
            try {
                if (!Platform.isLinux() || !Platform.is64Bit()) {
                    return false;
                }
                Native.register(LibC.class, Platform.C_LIBRARY_NAME);
                return true;
            } catch (LinkageError e) {
                return false;
            }
        }

        static native long mmap(long address, long length, int protection, int flags, int fd, long offset);

        static native int munmap(long address, long length);

        static native int madvise(long address, long length, int advice);
    }
}
