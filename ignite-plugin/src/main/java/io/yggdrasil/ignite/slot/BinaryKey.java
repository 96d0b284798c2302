package io.yggdrasil.ignite.slot;

import java.io.Serial;
import java.io.Serializable;
import java.util.Arrays;
import java.util.HexFormat;
import org.apache.ignite.binary.BinaryObjectException;
import org.apache.ignite.binary.BinaryReader;
import org.apache.ignite.binary.BinaryWriter;
import org.apache.ignite.binary.Binarylizable;
import org.jspecify.annotations.Nullable;

/**
 * The Ignite form of a key whose bytes are not UTF-8. Ignite compares raw arrays by identity, hence this wrapper;
 * {@link Keys} decides which keys need it. Immutable; it owns its array.
 */
public final class BinaryKey implements Binarylizable, Serializable {
    /** The one field of the binary form, so that nodes and clients without this class can read and build it. */
    public static final String BYTES_FIELD = "bytes";

    @Serial
    private static final long serialVersionUID = 1L;

    private byte[] bytes;

    /** Takes the array over: the caller must not change it. */
    public BinaryKey(byte[] bytes) {
        this.bytes = bytes;
    }

    /** For Ignite, which makes the object first and then calls {@link #readBinary}. */
    @SuppressWarnings("unused")
    private BinaryKey() {
        this(new byte[0]);
    }

    /** A copy of the key's bytes. */
    public byte[] toBytes() {
        return bytes.clone();
    }

    /** Number of bytes. */
    public int length() {
        return bytes.length;
    }

    /** The Redis Cluster slot of the key. */
    public int slot() {
        return Slots.slot(bytes);
    }

    @Override
    public void writeBinary(BinaryWriter writer) throws BinaryObjectException {
        writer.writeByteArray(BYTES_FIELD, bytes);
    }

    @Override
    public void readBinary(BinaryReader reader) throws BinaryObjectException {
        byte @Nullable [] read = reader.readByteArray(BYTES_FIELD);
        bytes = read == null ? new byte[0] : read;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof BinaryKey key && Arrays.equals(bytes, key.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** Hexadecimal, the way logs can carry it. */
    @Override
    public String toString() {
        return "0x" + HexFormat.of().formatHex(bytes);
    }
}
