package io.yggdrasil.ignite.collection;

import org.apache.ignite.binary.BinaryObjectException;
import org.apache.ignite.binary.BinaryReader;
import org.apache.ignite.binary.BinaryWriter;
import org.apache.ignite.binary.Binarylizable;

/**
 * The root of a collection as it stands in a namespace's cache: what tells a collection from a string, which is a plain
 * {@code byte[]}. Immutable.
 */
public final class RootValue implements Binarylizable {
    private byte[] bytes;

    /** For Ignite. */
    @SuppressWarnings("unused")
    private RootValue() {
        this(new byte[0]);
    }

    /** Makes a root of what {@link Collection#write} answered, which is not to be changed any more. */
    public RootValue(byte[] bytes) {
        this.bytes = bytes;
    }

    /** What {@link Collection#read} takes. Not to be changed. */
    public byte[] bytes() {
        return bytes;
    }

    @Override
    public void writeBinary(BinaryWriter writer) throws BinaryObjectException {
        writer.rawWriter().writeByteArray(bytes);
    }

    @Override
    public void readBinary(BinaryReader reader) throws BinaryObjectException {
        bytes = reader.rawReader().readByteArray();
    }
}
