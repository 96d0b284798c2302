package io.yggdrasil.ignite.region;

import com.sun.jna.Native;
import com.sun.jna.Platform;
import java.io.Serializable;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.ignite.mem.MemoryAllocator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Anonymous memory that asks the kernel for transparent huge pages.
 *
 * <p>A random key touches some ten cache lines on four or five pages; with 4 KB pages most of them also miss the TLB.
 * Memory is mapped, aligned to 2 MB and advised ({@code MADV_HUGEPAGE}); where the kernel refuses the advice it is
 * ordinary memory. It comes zeroed and is not resident before it is touched.
 *
 * <p>Peers never get it: region configurations travel between nodes, and this serializes as null.
 */
public final class HugePageAllocator implements MemoryAllocator, Serializable {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(HugePageAllocator.class);
    private static final long HUGE_PAGE_BYTES = 2L << 20;
    private static final int PROT_READ_WRITE = 0x3;
    private static final int MAP_PRIVATE_ANONYMOUS_NORESERVE = 0x2 | 0x20 | 0x4000;
    private static final int MADV_HUGEPAGE = 14;

    private final transient Map<Long, Mapping> mappings = new ConcurrentHashMap<>();

    private HugePageAllocator() {}

    /** An allocator, or null with one log line where the platform has no such advice. */
    public static @Nullable HugePageAllocator createIfSupported() {
        if (!Platform.isLinux() || !Platform.is64Bit()) {
            LOG.info("Huge pages: off, {} has no transparent huge pages", System.getProperty("os.name"));
            return null;
        }
        try {
            LibC.load();
            return new HugePageAllocator();
        } catch (LinkageError e) {
            LOG.info("Huge pages: off, the C library cannot be called: {}", e.toString());
            return null;
        }
    }

    @Override
    public long allocateMemory(long size) {
        long length = size + HUGE_PAGE_BYTES;
        long address = LibC.mmap(0, length, PROT_READ_WRITE, MAP_PRIVATE_ANONYMOUS_NORESERVE, -1, 0);
        if (address == -1) {
            return 0;
        }
        long aligned = (address + HUGE_PAGE_BYTES - 1) & -HUGE_PAGE_BYTES;
        if (LibC.madvise(aligned, size, MADV_HUGEPAGE) != 0) {
            LOG.info("Huge pages: off, the kernel refused the advice for {} bytes", size);
        }
        mappings.put(aligned, new Mapping(address, length));
        return aligned;
    }

    @Override
    public void freeMemory(long address) {
        Mapping mapping = mappings.remove(address);
        if (mapping == null) {
            throw new IllegalArgumentException("address=" + address + " was not allocated here");
        }
        LibC.munmap(mapping.address, mapping.length);
    }

    private Object writeReplace() {
        return new Absent();
    }

    private record Mapping(long address, long length) {}

    /** What a peer reads in place of the allocator. */
    private static final class Absent implements Serializable {
        private static final long serialVersionUID = 1L;

        @SuppressWarnings("NullAway") // the serialization protocol: a peer's configuration has no allocator
        private Object readResolve() {
            return null;
        }
    }

    /** Direct mappings, bound when first used. */
    private static final class LibC {
        static {
            Native.register(LibC.class, Platform.C_LIBRARY_NAME);
        }

        private LibC() {}

        static void load() {}

        static native long mmap(long address, long length, int protection, int flags, int fd, long offset);

        static native int munmap(long address, long length);

        static native int madvise(long address, long length, int advice);
    }
}
