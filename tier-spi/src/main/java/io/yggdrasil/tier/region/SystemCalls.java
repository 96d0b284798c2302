package io.yggdrasil.tier.region;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** System calls in the types of Java, their failures as exceptions. The only user of {@link LibC}. */
final class SystemCalls {
    /** The unit in which memory is mapped: the size of a huge page, which all other units here divide. */
    static final long UNIT_BYTES = 2L << 20;

    private static final int OWNER_ONLY = 0600;
    private static final int NODES_MAX = 1024;
    private static final int MPOL_BIND = 2;
    private static final int MPOL_INTERLEAVE = 3;
    private static final int MPOL_PREFERRED_MANY = 5;
    private static final int MPOL_PREFERRED = 1;

    private SystemCalls() {}

    /** Whether this system has them: Linux on x86-64 or AArch64, with a C library that can be called. */
    static boolean areSupported() {
        return Supported.YES;
    }

    private static final class Supported {
        static final boolean YES =
                Platform.isLinux() && Platform.is64Bit() && (Platform.isIntel() || Platform.isARM()) && canBeCalled();

        private static boolean canBeCalled() {
            try {
                return LibC.strerror(0) != null;
            } catch (LinkageError e) {
                return false;
            }
        }
    }

    /** Anonymous memory at a multiple of {@value #UNIT_BYTES}, not resident before it is touched. */
    static Span mapAnonymous(long bytes) throws SystemCallException {
        long length = bytes + UNIT_BYTES;
        long base = map(length, LibC.MAP_PRIVATE_ANONYMOUS | LibC.MAP_NORESERVE, -1);
        return new Span(base, length, ByteSize.roundUp(base, UNIT_BYTES), bytes);
    }

    /** Anonymous memory in pages of a pool, reserved at once. */
    static Span mapPool(long bytes, long hugePageBytes) throws SystemCallException {
        int size = Long.numberOfTrailingZeros(hugePageBytes) << LibC.MAP_HUGE_SHIFT;
        long base = map(bytes, LibC.MAP_PRIVATE_ANONYMOUS | LibC.MAP_HUGETLB | size, -1);
        return new Span(base, bytes, base, bytes);
    }

    /** The first bytes of a file or device, shared with it. */
    static Span mapShared(int fd, long bytes) throws SystemCallException {
        long base = map(bytes, LibC.MAP_SHARED, fd);
        return new Span(base, bytes, base, bytes);
    }

    /** As {@link #mapShared}, without a page cache in between; an error where there is no such mapping. */
    static Span mapSynchronous(int fd, long bytes) throws SystemCallException {
        long base = map(bytes, LibC.MAP_SHARED_SYNC, fd);
        return new Span(base, bytes, base, bytes);
    }

    private static long map(long length, int flags, int fd) throws SystemCallException {
        long address = LibC.mmap(0, length, LibC.PROT_READ_WRITE, flags, fd, 0);
        if (address == -1) {
            throw new SystemCallException(Native.getLastError());
        }
        return address;
    }

    static void unmap(Span span) {
        LibC.munmap(span.base(), span.mappedBytes());
    }

    /** Asks for transparent huge pages; whether the system took the advice. */
    static boolean adviseHugePages(Span span) {
        return LibC.madvise(span.address(), span.bytes(), LibC.MADV_HUGEPAGE) == 0;
    }

    /** Places what is not touched yet of a mapping on nodes. */
    static void placeOnNodes(Span span, NumaPolicy policy, List<Integer> nodes) throws SystemCallException {
        try (Memory mask = new Memory(NODES_MAX / Byte.SIZE)) {
            mask.clear();
            for (int node : nodes) {
                long word = node / Long.SIZE * Long.BYTES;
                mask.setLong(word, mask.getLong(word) | 1L << node % Long.SIZE);
            }
            long number = Platform.isARM() ? 235 : 237;
            long address = Pointer.nativeValue(mask);
            // The kernel takes one bit less than it is told.
            long bits = NODES_MAX + 1;
            if (LibC.syscall(number, span.address(), span.bytes(), mode(policy, nodes), address, bits, 0) != 0) {
                throw new SystemCallException(Native.getLastError());
            }
        }
    }

    private static int mode(NumaPolicy policy, List<Integer> nodes) {
        return switch (policy) {
            case BIND -> MPOL_BIND;
            case INTERLEAVE -> MPOL_INTERLEAVE;
            case PREFERRED -> nodes.size() == 1 ? MPOL_PREFERRED : MPOL_PREFERRED_MANY;
        };
    }

    /** Opens what is there, for reading and writing. */
    static int open(Path path) throws SystemCallException {
        return open(path, LibC.O_READ_WRITE_CLOEXEC);
    }

    /** Makes a file that must not be there yet. */
    static int create(Path path) throws SystemCallException {
        return open(path, LibC.O_READ_WRITE_CLOEXEC | LibC.O_CREATE_EXCLUSIVE);
    }

    private static int open(Path path, int flags) throws SystemCallException {
        byte[] name = (path + "\0").getBytes(StandardCharsets.UTF_8);
        int fd = LibC.open(name, flags, OWNER_ONLY);
        if (fd < 0) {
            throw new SystemCallException(Native.getLastError());
        }
        return fd;
    }

    static void close(int fd) {
        LibC.close(fd);
    }

    /** Makes a file so long, with all its blocks on disk. */
    static void allocate(int fd, long bytes) throws SystemCallException {
        int error = LibC.posix_fallocate(fd, 0, bytes);
        if (error != 0) {
            throw new SystemCallException(error);
        }
    }

    /** The length of an open file; -1 when it cannot be told. */
    static long length(int fd) {
        return LibC.lseek(fd, 0, LibC.SEEK_END);
    }

    /** Locks an open file or device until it is closed, or says that somebody else has. */
    static boolean lock(int fd) throws SystemCallException {
        if (LibC.flock(fd, LibC.LOCK_EXCLUSIVE_NOW) == 0) {
            return true;
        }
        int error = Native.getLastError();
        if (error != LibC.EAGAIN) {
            throw new SystemCallException(error);
        }
        return false;
    }
}
