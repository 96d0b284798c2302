package io.yggdrasil.accel.router;

import io.yggdrasil.accel.checksum.Checksum;
import io.yggdrasil.accel.checksum.ChecksumKind;
import java.nio.ByteBuffer;

/**
 * Checksums of whole buffers are routed. Those of parts are portable Java's: nobody knows how many bytes will come, and what a kernel
 * that fails has summed up could not be had again.
 */
final class RoutedChecksum implements Checksum {
    private final Route<Checksum> of;
    private final Checksum portable;

    RoutedChecksum(Route<Checksum> of, Checksum portable) {
        this.of = of;
        this.portable = portable;
    }

    static Workload<Checksum> workload() {
        return (bytes, direct, seed) -> {
            ByteBuffer data = Workload.bytes(bytes, direct, seed);
            return kernel -> kernel.of(data);
        };
    }

    @Override
    public ChecksumKind kind() {
        return portable.kind();
    }

    @Override
    public long of(ByteBuffer bytes) {
        int size = bytes.remaining();
        int draw = of.draw();
        Checksum kernel = of.quick(size, draw);
        if (kernel == null) {
            return of.carefully(size, draw, one -> one.of(bytes));
        }
        try {
            return kernel.of(bytes);
        } catch (RuntimeException | Error e) {
            return of.recover(kernel, e, one -> one.of(bytes));
        }
    }

    @Override
    public Running begin() {
        return portable.begin();
    }
}
