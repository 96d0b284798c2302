package io.yggdrasil.accel.portable;

import io.yggdrasil.accel.compress.Compression;
import io.yggdrasil.accel.compress.CompressionDictionary;
import io.yggdrasil.accel.compress.CompressionKind;
import io.yggdrasil.accel.compress.Compressor;
import io.yggdrasil.accel.compress.CompressorContract;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

final class PortableCompressorTest extends CompressorContract {
    private static final CompressionDictionary DICTIONARY = CompressionDictionary.train(
            IntStream.range(0, 1_000)
                    .mapToObj(i -> ("a sample with the number " + i * 31L + " of a thousand that are alike")
                            .getBytes(StandardCharsets.US_ASCII))
                    .toList(),
            4 << 10);

    @Override
    protected Compressor compressor(Compression how) {
        return portable(how);
    }

    @Override
    protected Compressor portable(Compression how) {
        return Objects.requireNonNull(new PortableAccelerator().compressor(how));
    }

    @Override
    protected List<Compression> compressions() {
        return List.of(
                Compression.NONE,
                Compression.LZ4,
                new Compression(CompressionKind.LZ4, 9, null),
                new Compression(CompressionKind.LZ4, 17, null),
                Compression.zstd(1),
                Compression.zstd(3),
                Compression.zstd(22),
                Compression.zstd(3, DICTIONARY));
    }
}
