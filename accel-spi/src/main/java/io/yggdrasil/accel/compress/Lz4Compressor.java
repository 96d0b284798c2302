package io.yggdrasil.accel.compress;

import java.nio.ByteBuffer;
import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4SafeDecompressor;

/** LZ4, whichever of lz4-java's implementations does the work. Its safe decompressor knows both lengths and stays within them. */
public final class Lz4Compressor extends CheckedCompressor {
    private final LZ4Compressor compressor;
    private final LZ4SafeDecompressor decompressor;

    /** Makes it of a level with an implementation. */
    public Lz4Compressor(int level, LZ4Factory implementation) {
        super(CompressionKind.LZ4);
        this.compressor = level == 0 ? implementation.fastCompressor() : implementation.highCompressor(level);
        this.decompressor = implementation.safeDecompressor();
    }

    @Override
    protected int bound(int plainBytes) {
        return compressor.maxCompressedLength(plainBytes);
    }

    @Override
    protected int deflate(ByteBuffer plain, ByteBuffer compressed) {
        try {
            return compressor.compress(
                    plain,
                    plain.position(),
                    plain.remaining(),
                    compressed,
                    compressed.position(),
                    compressed.remaining());
        } catch (LZ4Exception e) {
            return -1;
        }
    }

    @Override
    protected int inflate(ByteBuffer compressed, ByteBuffer plain) {
        try {
            return decompressor.decompress(
                    compressed,
                    compressed.position(),
                    compressed.remaining(),
                    plain,
                    plain.position(),
                    plain.remaining());
        } catch (LZ4Exception | IndexOutOfBoundsException e) {
            throw new DecompressionException("LZ4: damaged, or longer than " + plain.remaining() + " bytes", e);
        }
    }
}
