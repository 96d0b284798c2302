package io.yggdrasil.accel.portable;

import com.dynatrace.hash4j.hashing.HashStream64;
import com.dynatrace.hash4j.hashing.Hasher64;
import com.dynatrace.hash4j.hashing.Hashing;
import io.yggdrasil.accel.checksum.Checksum;
import io.yggdrasil.accel.checksum.ChecksumKind;
import java.nio.ByteBuffer;

/** Hash4j's. It takes arrays: direct buffers pass through one, part by part. */
final class Xxh3 implements Checksum {
    private static final int PART_BYTES = 8 << 10;

    private final Hasher64 hasher = Hashing.xxh3_64();

    @Override
    public ChecksumKind kind() {
        return ChecksumKind.XXH3;
    }

    @Override
    public long of(ByteBuffer bytes) {
        if (bytes.hasArray()) {
            return hasher.hashBytesToLong(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
        }
        Running all = begin();
        all.update(bytes);
        return all.value();
    }

    @Override
    public Running begin() {
        HashStream64 stream = hasher.hashStream();
        return new Running() {
            @Override
            public void update(ByteBuffer bytes) {
                if (bytes.hasArray()) {
                    stream.putBytes(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
                } else {
                    copy(bytes.duplicate(), stream);
                }
            }

            @Override
            public long value() {
                return stream.copy().getAsLong();
            }
        };
    }

    private static void copy(ByteBuffer bytes, HashStream64 stream) {
        byte[] part = new byte[Math.min(bytes.remaining(), PART_BYTES)];
        while (bytes.hasRemaining()) {
            int count = Math.min(bytes.remaining(), part.length);
            bytes.get(part, 0, count);
            stream.putBytes(part, 0, count);
        }
    }
}
