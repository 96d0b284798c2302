package io.yggdrasil.accel.lz4;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.yggdrasil.accel.compress.Compression;
import io.yggdrasil.accel.compress.CompressionKind;
import io.yggdrasil.accel.compress.Compressor;
import io.yggdrasil.accel.compress.CompressorContract;
import io.yggdrasil.accel.portable.PortableAccelerator;
import java.util.List;
import java.util.Objects;

final class Lz4CompressorTest extends CompressorContract {
    private final Lz4Accelerator accelerator = new Lz4Accelerator();

    @Override
    protected Compressor compressor(Compression how) {
        String problem = accelerator.problem();
        assumeTrue(problem == null, problem);
        return Objects.requireNonNull(accelerator.compressor(how));
    }

    @Override
    protected Compressor portable(Compression how) {
        return Objects.requireNonNull(new PortableAccelerator().compressor(how));
    }

    @Override
    protected List<Compression> compressions() {
        return List.of(
                Compression.LZ4,
                new Compression(CompressionKind.LZ4, 1, null),
                new Compression(CompressionKind.LZ4, 17, null));
    }
}
