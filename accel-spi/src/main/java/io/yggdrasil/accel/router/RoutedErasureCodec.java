package io.yggdrasil.accel.router;

import io.yggdrasil.accel.erasure.CodeShape;
import io.yggdrasil.accel.erasure.ErasureCodec;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A code whose calls are routed. The size of a call is that of the data slices together; reconstructing fewer slices than there are
 * parity slices counts as so much less.
 */
final class RoutedErasureCodec implements ErasureCodec {
    private final CodeShape shape;
    private final Route<ErasureCodec> encode;
    private final Route<ErasureCodec> reconstruct;

    RoutedErasureCodec(CodeShape shape, Route<ErasureCodec> encode, Route<ErasureCodec> reconstruct) {
        this.shape = shape;
        this.encode = encode;
        this.reconstruct = reconstruct;
    }

    private record Encode(ByteBuffer[] data, ByteBuffer[] parity) implements Call<ErasureCodec, Boolean> {
        @Override
        public Boolean on(ErasureCodec kernel) {
            kernel.encode(data, parity);
            return true;
        }

        @Override
        public Answer<Boolean> keep(Boolean result) {
            return Answer.exact(result, parity);
        }
    }

    private record Reconstruct(@Nullable ByteBuffer[] slices, int present, int wanted)
            implements Call<ErasureCodec, Boolean> {
        @Override
        public Boolean on(ErasureCodec kernel) {
            kernel.reconstruct(slices, present, wanted);
            return true;
        }

        @Override
        public Answer<Boolean> keep(Boolean result) {
            List<ByteBuffer> written = new ArrayList<>();
            for (int i = 0; i < slices.length; i++) {
                ByteBuffer slice = slices[i];
                if (slice != null && (wanted >>> i & 1) != 0) {
                    written.add(slice);
                }
            }
            return Answer.exact(result, written.toArray(ByteBuffer[]::new));
        }
    }

    static Workload<ErasureCodec> encoding(CodeShape shape) {
        return (bytes, direct, seed) -> {
            int slice = bytes / shape.dataSlices();
            return new Encode(
                    Workload.buffers(shape.dataSlices(), slice, direct, seed),
                    Workload.buffers(shape.paritySlices(), slice, direct, seed));
        };
    }

    /** As many slices are lost as may be, data slices first. */
    static Workload<ErasureCodec> reconstructing(CodeShape shape, ErasureCodec portable) {
        return (bytes, direct, seed) -> {
            ByteBuffer[] all = Workload.buffers(shape.slices(), bytes / shape.dataSlices(), direct, seed);
            portable.encode(
                    Arrays.copyOf(all, shape.dataSlices()), Arrays.copyOfRange(all, shape.dataSlices(), all.length));
            int lost = (1 << shape.paritySlices()) - 1;
            return new Reconstruct(all, shape.all() & ~lost, lost);
        };
    }

    @Override
    public CodeShape shape() {
        return shape;
    }

    private long bytes(@Nullable ByteBuffer[] slices, int index) {
        ByteBuffer slice = index < slices.length ? slices[index] : null;
        return slice == null ? 0 : (long) shape.dataSlices() * slice.remaining();
    }

    @Override
    public void encode(ByteBuffer[] data, ByteBuffer[] parity) {
        long bytes = bytes(data, 0);
        int draw = encode.draw();
        ErasureCodec kernel = encode.quick(bytes, draw);
        if (kernel == null) {
            encode.carefully(bytes, draw, new Encode(data, parity));
            return;
        }
        try {
            kernel.encode(data, parity);
        } catch (RuntimeException | Error e) {
            encode.recover(kernel, e, new Encode(data, parity));
        }
    }

    @Override
    public void reconstruct(@Nullable ByteBuffer[] slices, int present, int wanted) {
        long bytes =
                bytes(slices, Integer.numberOfTrailingZeros(present)) * Integer.bitCount(wanted) / shape.paritySlices();
        int draw = reconstruct.draw();
        ErasureCodec kernel = reconstruct.quick(bytes, draw);
        if (kernel == null) {
            reconstruct.carefully(bytes, draw, new Reconstruct(slices, present, wanted));
            return;
        }
        try {
            kernel.reconstruct(slices, present, wanted);
        } catch (RuntimeException | Error e) {
            reconstruct.recover(kernel, e, new Reconstruct(slices, present, wanted));
        }
    }

    /** Does what encoding does, and goes where that goes. */
    @Override
    public boolean verify(ByteBuffer[] slices) {
        long bytes = bytes(slices, 0);
        int draw = encode.draw();
        ErasureCodec kernel = encode.quick(bytes, draw);
        if (kernel == null) {
            return encode.carefully(bytes, draw, one -> one.verify(slices));
        }
        try {
            return kernel.verify(slices);
        } catch (RuntimeException | Error e) {
            return encode.recover(kernel, e, one -> one.verify(slices));
        }
    }
}
