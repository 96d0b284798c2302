package io.yggdrasil.accel.portable;

import io.yggdrasil.accel.checksum.Checksum;
import io.yggdrasil.accel.checksum.ChecksumContract;
import io.yggdrasil.accel.checksum.ChecksumKind;

final class PortableXxh3Test extends ChecksumContract {
    @Override
    protected Checksum checksum() {
        return portable();
    }

    @Override
    protected Checksum portable() {
        return new PortableAccelerator().checksum(ChecksumKind.XXH3);
    }

    @Override
    protected long ofNineDigits() {
        return 0x72dcb18b67a17dffL;
    }
}
