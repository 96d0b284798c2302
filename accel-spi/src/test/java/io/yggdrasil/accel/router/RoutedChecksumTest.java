package io.yggdrasil.accel.router;

import io.yggdrasil.accel.checksum.Checksum;
import io.yggdrasil.accel.checksum.ChecksumContract;
import io.yggdrasil.accel.checksum.ChecksumKind;
import io.yggdrasil.accel.portable.PortableAccelerator;

final class RoutedChecksumTest extends ChecksumContract {
    private final OffloadRouter router = RealRouter.start();

    @Override
    protected Checksum checksum() {
        return router.checksum(ChecksumKind.CRC32C);
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
