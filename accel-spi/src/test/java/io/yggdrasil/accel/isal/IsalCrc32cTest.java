package io.yggdrasil.accel.isal;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.yggdrasil.accel.checksum.Checksum;
import io.yggdrasil.accel.checksum.ChecksumContract;
import io.yggdrasil.accel.checksum.ChecksumKind;
import io.yggdrasil.accel.portable.PortableAccelerator;
import java.util.Objects;

final class IsalCrc32cTest extends ChecksumContract {
    @Override
    protected Checksum checksum() {
        IsalAccelerator accelerator = new IsalAccelerator();
        String problem = accelerator.problem();
        assumeTrue(problem == null, problem);
        return Objects.requireNonNull(accelerator.checksum(ChecksumKind.CRC32C));
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
