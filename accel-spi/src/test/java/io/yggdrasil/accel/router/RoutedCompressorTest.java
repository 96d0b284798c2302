package io.yggdrasil.accel.router;

import io.yggdrasil.accel.compress.Compression;
import io.yggdrasil.accel.compress.Compressor;
import io.yggdrasil.accel.compress.CompressorContract;
import io.yggdrasil.accel.portable.PortableAccelerator;
import java.util.List;

final class RoutedCompressorTest extends CompressorContract {
    private final OffloadRouter router = RealRouter.start();

    @Override
    protected Compressor compressor(Compression how) {
        return router.compressor(how);
    }

    @Override
    protected Compressor portable(Compression how) {
        return new PortableAccelerator().compressor(how);
    }

    @Override
    protected List<Compression> compressions() {
        return List.of(Compression.NONE, Compression.LZ4, Compression.zstd(3));
    }
}
