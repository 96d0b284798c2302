package io.yggdrasil.tier.hot;

import java.lang.reflect.Field;
import sun.misc.Unsafe;

/**
 * Raw memory outside of the heap: the one place of this package that touches {@code sun.misc.Unsafe}.
 *
 * <p>Nothing is checked here: an address that was not allocated ends the process. Callers take addresses only from a
 * {@link RingGeometry} or a {@link BucketDescriptor} over memory that they hold open.
 */
final class OffHeap {
    /** Bytes of a cache line; every allocation starts at a multiple of it. */
    static final int LINE_BYTES = 64;

    /** Bytes up to which a copy goes by words. */
    private static final int WORDWISE_BYTES_MOST = 256;

    private static final Unsafe UNSAFE = unsafe();
    private static final long ARRAY_BASE = Unsafe.ARRAY_BYTE_BASE_OFFSET;

    private OffHeap() {}

    /** Reserves memory, its content undefined; what is returned goes to {@link #free} and {@link #aligned}. */
    static long allocate(long bytes) {
        try {
            return UNSAFE.allocateMemory(bytes + LINE_BYTES);
        } catch (OutOfMemoryError e) {
            OutOfMemoryError clear = new OutOfMemoryError("no memory outside of the heap for bytes=" + bytes);
            clear.initCause(e);
            throw clear;
        }
    }

    /** The first address of an allocation that starts a cache line. */
    static long aligned(long allocation) {
        return (allocation + LINE_BYTES - 1) & -LINE_BYTES;
    }

    static void free(long allocation) {
        UNSAFE.freeMemory(allocation);
    }

    static void zero(long address, long bytes) {
        UNSAFE.setMemory(address, bytes, (byte) 0);
    }

    static byte getByte(long address) {
        return UNSAFE.getByte(address);
    }

    static void putByte(long address, byte value) {
        UNSAFE.putByte(address, value);
    }

    static int getInt(long address) {
        return UNSAFE.getInt(address);
    }

    static void putInt(long address, int value) {
        UNSAFE.putInt(address, value);
    }

    static long getLong(long address) {
        return UNSAFE.getLong(address);
    }

    static void putLong(long address, long value) {
        UNSAFE.putLong(address, value);
    }

    /** Later loads and stores stay behind this load. */
    static long getLongAcquire(long address) {
        return UNSAFE.getLongVolatile(null, address);
    }

    /** Earlier loads and stores stay before this store. */
    static void putLongRelease(long address, long value) {
        UNSAFE.putOrderedLong(null, address, value);
    }

    /** Loads before stay before the loads and stores behind. */
    static void acquireFence() {
        UNSAFE.loadFence();
    }

    /** Loads and stores before stay before the loads and stores behind. */
    static void fullFence() {
        UNSAFE.fullFence();
    }

    /** Loads and stores before stay before the stores behind. */
    static void releaseFence() {
        UNSAFE.storeFence();
    }

    static void copy(long source, long target, long bytes) {
        UNSAFE.copyMemory(source, target, bytes);
    }

    static void copyFrom(byte[] source, int offset, long target, int bytes) {
        UNSAFE.copyMemory(source, ARRAY_BASE + offset, null, target, bytes);
    }

    /** Copies to an array; few bytes by words, as a call of the copying routine costs more than they do. */
    static void copyTo(long source, byte[] target, int offset, int bytes) {
        long to = ARRAY_BASE + offset;
        if (bytes < Long.BYTES || bytes > WORDWISE_BYTES_MOST) {
            UNSAFE.copyMemory(null, source, target, to, bytes);
            return;
        }
        int last = bytes - Long.BYTES;
        for (int i = 0; i < last; i += Long.BYTES) {
            UNSAFE.putLong(target, to + i, UNSAFE.getLong(source + i));
        }
        UNSAFE.putLong(target, to + last, UNSAFE.getLong(source + last));
    }

    /** Whether memory and a range of an array hold the same bytes. */
    static boolean equal(long address, byte[] array, int offset, int length) {
        long at = ARRAY_BASE + offset;
        int i = 0;
        for (; i <= length - Long.BYTES; i += Long.BYTES) {
            if (UNSAFE.getLong(address + i) != UNSAFE.getLong(array, at + i)) {
                return false;
            }
        }
        for (; i < length; i++) {
            if (UNSAFE.getByte(address + i) != UNSAFE.getByte(array, at + i)) {
                return false;
            }
        }
        return true;
    }

    private static Unsafe unsafe() {
        try {
            Field field = Unsafe.class.getDeclaredField("theUnsafe");
            field.setAccessible(true);
            return (Unsafe) field.get(null);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
