package io.yggdrasil.accel.checksum;

import java.nio.ByteBuffer;

/**
 * A checksum of one kind.
 *
 * <p>Buffers: what they have from position to limit, 0 bytes or more, on the heap or direct, at any alignment. They belong to the
 * caller, nothing is kept, position and limit stay as they are.
 *
 * <p>Threads: any, at once.
 */
public interface Checksum {
    /** Which one it is. */
    ChecksumKind kind();

    /** The checksum of the bytes; of 32 bits, it is a number without a sign. */
    long of(ByteBuffer bytes);

    /** Begins the checksum of bytes that come in parts. */
    Running begin();

    /** A checksum of the parts so far. Threads: one at a time. */
    interface Running {
        /** The next part. */
        void update(ByteBuffer bytes);

        /** The checksum of all parts so far; more may follow. */
        long value();
    }
}
