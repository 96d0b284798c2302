package io.yggdrasil.accel.router;

import io.yggdrasil.accel.compress.CompressionKind;
import io.yggdrasil.accel.compress.Compressor;
import io.yggdrasil.accel.compress.DecompressionException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A compressor whose calls are routed, by the size of the text. Accelerators may make different bytes of a text: what one made is
 * right when portable Java makes the text of it.
 */
final class RoutedCompressor implements Compressor {
    private final Route<Compressor> compress;
    private final Route<Compressor> decompress;
    private final Compressor portable;
    private final List<Compressor> all;

    RoutedCompressor(Route<Compressor> compress, Route<Compressor> decompress, Kernels<Compressor> kernels) {
        this.compress = compress;
        this.decompress = decompress;
        this.portable = kernels.portable();
        this.all = List.copyOf(kernels.others().values());
    }

    private record Compress(Compressor portable, ByteBuffer plain, ByteBuffer compressed)
            implements Call<Compressor, Integer> {
        @Override
        public Integer on(Compressor kernel) {
            return kernel.compress(plain, compressed);
        }

        @Override
        public Answer<Integer> keep(Integer result) {
            if (result < 0 || plain.remaining() > Answer.BYTES_MAX) {
                return right -> null; // Whether there is room enough is each one's own matter.
            }
            ByteBuffer copy = Answer.copy(compressed.slice(compressed.position(), result));
            return right -> difference(copy);
        }

        private @Nullable String difference(ByteBuffer copy) {
            ByteBuffer text = ByteBuffer.allocate(plain.remaining());
            try {
                portable.decompress(copy, text);
            } catch (DecompressionException e) {
                return "portable Java cannot decompress it: " + e.getMessage();
            }
            int at = text.mismatch(plain);
            return at < 0 ? null : "byte " + at + " of the text is another one after decompression";
        }
    }

    private record Decompress(ByteBuffer compressed, ByteBuffer plain) implements Call<Compressor, Boolean> {
        @Override
        public Boolean on(Compressor kernel) {
            kernel.decompress(compressed, plain);
            return true;
        }

        @Override
        public Answer<Boolean> keep(Boolean result) {
            return Answer.exact(result, plain);
        }
    }

    /** A text of a few words, as texts are that can be compressed. */
    private static ByteBuffer text(int bytes, boolean direct, int seed) {
        Random random = new Random(seed);
        byte[][] words = new byte[64][8];
        for (byte[] word : words) {
            random.nextBytes(word);
        }
        ByteBuffer text = direct ? ByteBuffer.allocateDirect(bytes) : ByteBuffer.allocate(bytes);
        while (text.hasRemaining()) {
            byte[] word = words[random.nextInt(words.length)];
            text.put(word, 0, Math.min(text.remaining(), word.length));
        }
        return text.flip();
    }

    private static ByteBuffer room(int bytes, boolean direct) {
        return direct ? ByteBuffer.allocateDirect(bytes) : ByteBuffer.allocate(bytes);
    }

    static Workload<Compressor> compressing(Compressor portable) {
        return (bytes, direct, seed) ->
                new Compress(portable, text(bytes, direct, seed), room(portable.compressedBytesMax(bytes), direct));
    }

    static Workload<Compressor> decompressing(Compressor portable) {
        return (bytes, direct, seed) -> {
            ByteBuffer compressed = room(portable.compressedBytesMax(bytes), direct);
            int written = portable.compress(text(bytes, direct, seed), compressed);
            return new Decompress(compressed.slice(0, written), room(bytes, direct));
        };
    }

    @Override
    public CompressionKind kind() {
        return portable.kind();
    }

    /** Whoever compresses. */
    @Override
    public int compressedBytesMax(int plainBytes) {
        int most = portable.compressedBytesMax(plainBytes);
        for (Compressor one : all) {
            most = Math.max(most, one.compressedBytesMax(plainBytes));
        }
        return most;
    }

    @Override
    public int compress(ByteBuffer plain, ByteBuffer compressed) {
        int bytes = plain.remaining();
        int draw = compress.draw();
        Compressor kernel = compress.quick(bytes, draw);
        if (kernel == null) {
            return compress.carefully(bytes, draw, new Compress(portable, plain, compressed));
        }
        try {
            return kernel.compress(plain, compressed);
        } catch (RuntimeException | Error e) {
            return compress.recover(kernel, e, new Compress(portable, plain, compressed));
        }
    }

    @Override
    public void decompress(ByteBuffer compressed, ByteBuffer plain) {
        int bytes = plain.remaining();
        int draw = decompress.draw();
        Compressor kernel = decompress.quick(bytes, draw);
        if (kernel == null) {
            decompress.carefully(bytes, draw, new Decompress(compressed, plain));
            return;
        }
        try {
            kernel.decompress(compressed, plain);
        } catch (RuntimeException | Error e) {
            decompress.recover(kernel, e, new Decompress(compressed, plain));
        }
    }

    @Override
    public long dictionaryId(ByteBuffer compressed) {
        return portable.dictionaryId(compressed);
    }
}
