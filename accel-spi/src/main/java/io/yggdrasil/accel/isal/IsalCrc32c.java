package io.yggdrasil.accel.isal;

import io.yggdrasil.accel.checksum.Checksum;
import io.yggdrasil.accel.checksum.ChecksumKind;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;

/** ISA-L's. Buffers on the heap pass through memory of the thread, part by part. */
final class IsalCrc32c implements Checksum {
    private static final int BEGIN = -1;
    private static final int PART_BYTES = 32 << 10;
    private static final ThreadLocal<ByteBuffer> PART =
            ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(PART_BYTES));

    @Override
    public ChecksumKind kind() {
        return ChecksumKind.CRC32C;
    }

    @Override
    public long of(ByteBuffer bytes) {
        return value(update(BEGIN, bytes));
    }

    @Override
    public Running begin() {
        return new Running() {
            private int state = BEGIN;

            @Override
            public void update(ByteBuffer bytes) {
                state = IsalCrc32c.update(state, bytes);
            }

            @Override
            public long value() {
                return IsalCrc32c.value(state);
            }
        };
    }

    private static long value(int state) {
        return Integer.toUnsignedLong(~state);
    }

    private static int update(int before, ByteBuffer bytes) {
        if (bytes.isDirect()) {
            return update(before, bytes, bytes.position(), bytes.remaining());
        }
        ByteBuffer part = PART.get();
        int state = before;
        for (long at = bytes.position(); at < bytes.limit(); at += PART_BYTES) {
            int from = (int) at;
            int count = Math.min(PART_BYTES, bytes.limit() - from);
            part.put(0, bytes, from, count);
            state = update(state, part, 0, count);
        }
        return state;
    }

    private static int update(int state, ByteBuffer direct, int from, int count) {
        try {
            return IsalLibrary.crc32_iscsi(IsalKernel.address(direct) + from, count, state);
        } finally {
            Reference.reachabilityFence(direct);
        }
    }
}
