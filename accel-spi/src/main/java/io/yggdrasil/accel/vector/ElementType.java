package io.yggdrasil.accel.vector;

/** What a vector is made of. Elements stand in little endian order, whatever the order of their buffer. */
public enum ElementType {
    /** IEEE 754 binary32. */
    F32(Float.BYTES),
    /** IEEE 754 binary16, see {@link HalfFloat}. */
    F16(Short.BYTES),
    /** Integers from -128 to 127. */
    INT8(Byte.BYTES);

    private final int bytes;

    ElementType(int bytes) {
        this.bytes = bytes;
    }

    /** Bytes of an element. */
    public int bytes() {
        return bytes;
    }
}
