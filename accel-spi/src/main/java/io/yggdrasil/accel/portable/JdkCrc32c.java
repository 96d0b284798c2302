package io.yggdrasil.accel.portable;

import io.yggdrasil.accel.checksum.Checksum;
import io.yggdrasil.accel.checksum.ChecksumKind;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** The JDK's, which its compiler turns into the processor's own instructions. */
final class JdkCrc32c implements Checksum {
    @Override
    public ChecksumKind kind() {
        return ChecksumKind.CRC32C;
    }

    @Override
    public long of(ByteBuffer bytes) {
        Running all = begin();
        all.update(bytes);
        return all.value();
    }

    @Override
    public Running begin() {
        CRC32C crc = new CRC32C();
        return new Running() {
            @Override
            public void update(ByteBuffer bytes) {
                crc.update(bytes.duplicate());
            }

            @Override
            public long value() {
                return crc.getValue();
            }
        };
    }
}
