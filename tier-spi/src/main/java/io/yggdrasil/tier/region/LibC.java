package io.yggdrasil.tier.region;

import com.sun.jna.Native;
import com.sun.jna.Platform;

/** The C library's functions, bound when first used. The constants are those of Linux on x86-64 and AArch64. */
final class LibC {
    static final int PROT_READ_WRITE = 0x3;
    static final int MAP_SHARED = 0x1;
    static final int MAP_PRIVATE_ANONYMOUS = 0x2 | 0x20;
    static final int MAP_SHARED_SYNC = 0x3 | 0x80000;
    static final int MAP_NORESERVE = 0x4000;
    static final int MAP_HUGETLB = 0x40000;
    static final int MAP_HUGE_SHIFT = 26;
    static final int MADV_HUGEPAGE = 14;
    static final int O_READ_WRITE_CLOEXEC = 0x2 | 0x80000;
    static final int O_CREATE_EXCLUSIVE = 0x40 | 0x80;
    static final int LOCK_EXCLUSIVE_NOW = 0x2 | 0x4;
    static final int SEEK_END = 2;

    static final int EAGAIN = 11;
    static final int ENOSYS = 38;

    static {
        Native.register(LibC.class, Platform.C_LIBRARY_NAME);
    }

    private LibC() {}

    static native long mmap(long address, long length, int protection, int flags, int fd, long offset);

    static native int munmap(long address, long length);

    static native int madvise(long address, long length, int advice);

    static native int open(byte[] path, int flags, int mode);

    static native int close(int fd);

    static native int flock(int fd, int operation);

    static native long lseek(int fd, long offset, int whence);

    /** Returns the error number itself. */
    static native int posix_fallocate(int fd, long offset, long length);

    static native long syscall(long number, long a, long b, long c, long d, long e, long f);

    static native String strerror(int error);
}
