package io.yggdrasil.accel.portable;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdDictCompress;
import com.github.luben.zstd.ZstdDictDecompress;
import com.github.luben.zstd.ZstdException;
import io.yggdrasil.accel.compress.CheckedCompressor;
import io.yggdrasil.accel.compress.CompressionDictionary;
import io.yggdrasil.accel.compress.CompressionKind;
import io.yggdrasil.accel.compress.DecompressionException;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Zstandard itself by zstd-jni, which brings the library for the usual platforms along; there is none in Java alone that has levels
 * and dictionaries. A text is one frame: what stands behind it, and the frames of the versions before the standard, are refused
 * before the library decodes them.
 *
 * <p>Its native contexts are closed when the compressor is unreachable.
 */
final class JniZstd extends CheckedCompressor {
    private static final Cleaner CLEANER = Cleaner.create();
    private static final int FRAME_HEADER_BYTES_MAX = 18;
    private static final int MAGIC = 0xfd2fb528;

    private final ContextPool<ZstdCompressCtx> compressing;
    private final ContextPool<ZstdDecompressCtx> decompressing;
    private final long dictionaryId;

    /** Makes it. A {@link LinkageError} tells that there is no library for this platform. */
    JniZstd(int level, @Nullable CompressionDictionary dictionary) {
        super(CompressionKind.ZSTD);
        if (dictionary == null) {
            this.compressing = new ContextPool<>(() -> new ZstdCompressCtx().setLevel(level));
            this.decompressing = new ContextPool<>(ZstdDecompressCtx::new);
            this.dictionaryId = 0;
        } else {
            ZstdDictCompress writing = new ZstdDictCompress(dictionary.bytes(), level);
            ZstdDictDecompress reading = new ZstdDictDecompress(dictionary.bytes());
            this.compressing = new ContextPool<>(() -> new ZstdCompressCtx().loadDict(writing));
            this.decompressing = new ContextPool<>(() -> new ZstdDecompressCtx().loadDict(reading));
            this.dictionaryId = dictionary.id();
        }
        compressing.giveBack(compressing.take());
        CLEANER.register(this, compressing::clear);
        CLEANER.register(this, decompressing::clear);
    }

    @Override
    protected int bound(int plainBytes) {
        return (int) Zstd.compressBound(plainBytes);
    }

    @Override
    protected int deflate(ByteBuffer plain, ByteBuffer compressed) {
        if (plain.isDirect() && compressed.isDirect()) {
            return deflateDirect(plain, compressed);
        }
        ByteBuffer in = onHeap(plain);
        if (compressed.hasArray()) {
            return deflateArrays(in, compressed);
        }
        ByteBuffer out = ByteBuffer.allocate(Math.min(compressed.remaining(), bound(plain.remaining())));
        int bytes = deflateArrays(in, out);
        if (bytes > 0) {
            compressed.put(compressed.position(), out, 0, bytes);
        }
        return bytes;
    }

    private int deflateDirect(ByteBuffer in, ByteBuffer out) {
        return deflate(context -> context.compressDirectByteBuffer(
                out, out.position(), out.remaining(), in, in.position(), in.remaining()));
    }

    private int deflateArrays(ByteBuffer in, ByteBuffer out) {
        return deflate(context ->
                context.compressByteArray(out.array(), at(out), out.remaining(), in.array(), at(in), in.remaining()));
    }

    /** A call of the library that returns how many bytes it wrote. */
    private interface Call<C> {
        int of(C context);
    }

    private int deflate(Call<ZstdCompressCtx> call) {
        ZstdCompressCtx context = compressing.take();
        try {
            return call.of(context);
        } catch (ZstdException e) {
            if (e.getErrorCode() == Zstd.errDstSizeTooSmall()) {
                return -1;
            }
            throw new IllegalStateException("ZSTD failed: " + e.getMessage(), e);
        } finally {
            compressing.giveBack(context);
            Reference.reachabilityFence(this);
        }
    }

    @Override
    protected int inflate(ByteBuffer compressed, ByteBuffer plain) {
        ByteBuffer in = compressed.isDirect() ? compressed : onHeap(compressed);
        requireDictionary(dictionaryId(in));
        ZstdDecompressCtx context = decompressing.take();
        try {
            requireOneFrame(in);
            return inflate(context, in, plain);
        } catch (ZstdException e) {
            throw new DecompressionException(
                    "ZSTD: damaged, or longer than " + plain.remaining() + " bytes: " + e.getMessage(), e);
        } finally {
            decompressing.giveBack(context);
            Reference.reachabilityFence(this);
        }
    }

    private static int inflate(ZstdDecompressCtx context, ByteBuffer in, ByteBuffer out) {
        int from = at(in);
        int count = in.remaining();
        int to = at(out);
        int room = out.remaining();
        if (in.isDirect()) {
            return out.isDirect()
                    ? context.decompressDirectByteBuffer(out, to, room, in, from, count)
                    : context.decompressDirectByteBufferToByteArray(out.array(), to, room, in, from, count);
        }
        return out.isDirect()
                ? context.decompressByteArrayToDirectByteBuffer(out, to, room, in.array(), from, count)
                : context.decompressByteArray(out.array(), to, room, in.array(), from, count);
    }

    private static void requireOneFrame(ByteBuffer in) {
        int count = in.remaining();
        if (magic(in) != MAGIC || frameBytes(in) != count) {
            throw new DecompressionException("ZSTD: " + count + " bytes are not one frame");
        }
    }

    private static long frameBytes(ByteBuffer in) {
        return in.isDirect()
                ? Zstd.findDirectByteBufferFrameCompressedSize(in, in.position(), in.remaining())
                : Zstd.findFrameCompressedSize(in.array(), at(in), in.remaining());
    }

    private static int magic(ByteBuffer in) {
        int at = in.position();
        int magic = 0;
        for (int i = 0; i < Math.min(Integer.BYTES, in.remaining()); i++) {
            magic |= (in.get(at + i) & 0xff) << (i * Byte.SIZE);
        }
        return magic;
    }

    private void requireDictionary(long wanted) {
        if (wanted != 0 && wanted != dictionaryId) {
            throw new DecompressionException("ZSTD: compressed with dictionary " + wanted + ", this compressor has "
                    + (dictionaryId == 0 ? "none" : dictionaryId));
        }
    }

    @Override
    public long dictionaryId(ByteBuffer compressed) {
        byte[] header = new byte[Math.min(FRAME_HEADER_BYTES_MAX, compressed.remaining())];
        compressed.get(compressed.position(), header);
        return Zstd.getDictIdFromFrame(header);
    }

    /** Where the bytes begin in the array, or in the memory of a direct buffer. */
    private static int at(ByteBuffer buffer) {
        return buffer.isDirect() ? buffer.position() : buffer.arrayOffset() + buffer.position();
    }

    /** The buffer, or a copy of its bytes where it does not give its array away. */
    private static ByteBuffer onHeap(ByteBuffer buffer) {
        return buffer.hasArray()
                ? buffer
                : ByteBuffer.allocate(buffer.remaining()).put(0, buffer, buffer.position(), buffer.remaining());
    }
}
