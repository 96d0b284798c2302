package io.yggdrasil.accel.portable;

import io.yggdrasil.accel.checksum.Checksum;
import io.yggdrasil.accel.checksum.ChecksumContract;
import io.yggdrasil.accel.checksum.ChecksumKind;

final class PortableCrc32cTest extends ChecksumContract {
    @Override
    protected Checksum checksum() {
        return portable();
    }

    @Override
    protected Checksum portable() {
        return new PortableAccelerator().checksum(ChecksumKind.CRC32C);
    }

    @Override
    protected long ofNineDigits() {
        return 0xe3069283L;
    }
}
