package io.yggdrasil.accel.isal;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;

/**
 * Intel's ISA-L as the system has it (Debian: {@code libisal2}), for x86-64 and AArch64; bound when first used, by name and
 * directly, as that costs a tenth of a call through an interface. The library looks at the processor itself and takes what is
 * fastest.
 */
final class IsalLibrary {
    private static final String[] NAMES = {"isal", "libisal.so.2"};

    private static final NativeLibrary LIBRARY = open();

    static {
        Native.register(IsalLibrary.class, LIBRARY);
    }

    private IsalLibrary() {}

    private static NativeLibrary open() {
        UnsatisfiedLinkError last = new UnsatisfiedLinkError();
        for (String name : NAMES) {
            try {
                return NativeLibrary.getInstance(name);
            } catch (UnsatisfiedLinkError e) {
                last = e;
            }
        }
        throw last;
    }

    /** The name of its file, which mostly ends with its version. */
    static String fileName() {
        return LIBRARY.getFile().getName();
    }

    /** Makes 32 bytes of tables of each coefficient. */
    static native void ec_init_tables(int inputs, int outputs, byte[] coefficients, byte[] tables);

    /** Codes; {@code tables} and both arrays of pointers are addresses. */
    static native void ec_encode_data(int length, int inputs, int outputs, long tables, long sources, long targets);

    /** CRC32C of {@code length} bytes at an address, without the first and the last inversion. */
    static native int crc32_iscsi(long bytes, int length, int before);
}
