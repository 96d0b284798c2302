package io.yggdrasil.accel.router;

import io.yggdrasil.accel.Accelerator;
import io.yggdrasil.accel.checksum.Checksum;
import io.yggdrasil.accel.checksum.ChecksumKind;
import io.yggdrasil.accel.cipher.Cipher;
import io.yggdrasil.accel.compress.Compression;
import io.yggdrasil.accel.compress.CompressionKind;
import io.yggdrasil.accel.compress.Compressor;
import io.yggdrasil.accel.erasure.CodeShape;
import io.yggdrasil.accel.erasure.ErasureCodec;
import io.yggdrasil.accel.portable.PortableAccelerator;
import io.yggdrasil.accel.vector.ElementType;
import io.yggdrasil.accel.vector.Measure;
import io.yggdrasil.accel.vector.VectorKernel;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/** One that does what portable Java does, in the time that a test says, and lies and fails when a test says so. */
final class FakeAccelerator implements Accelerator {
    private final PortableAccelerator portable = new PortableAccelerator();
    private final String name;
    private final AtomicLong clock;
    private final AtomicInteger calls = new AtomicInteger();
    private volatile double fixedNanos;
    private volatile double nanosPerByte;
    private volatile int callsAtOnce = Integer.MAX_VALUE;
    private volatile LongPredicate lie = bytes -> false;
    private volatile Runnable before = () -> {};

    FakeAccelerator(String name, AtomicLong clock) {
        this.name = name;
        this.clock = clock;
    }

    FakeAccelerator takes(double fixed, double perByte) {
        fixedNanos = fixed;
        nanosPerByte = perByte;
        return this;
    }

    FakeAccelerator worksAtOnceOn(int count) {
        callsAtOnce = count;
        return this;
    }

    /** Calls of such sizes give something wrong. */
    FakeAccelerator lies(LongPredicate when) {
        lie = when;
        return this;
    }

    /** What each call begins with, after it has written something wrong: to fail, or to wait. */
    FakeAccelerator does(Runnable action) {
        before = action;
        return this;
    }

    int calls() {
        return calls.get();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public @Nullable String problem() {
        return null;
    }

    @Override
    public int callsAtOnce() {
        return callsAtOnce;
    }

    private void work(long bytes) {
        calls.incrementAndGet();
        clock.addAndGet(Math.round(fixedNanos + nanosPerByte * bytes));
        before.run();
    }

    private static void flip(ByteBuffer buffer) {
        if (buffer.hasRemaining()) {
            int last = buffer.limit() - 1;
            buffer.put(last, (byte) ~buffer.get(last));
        }
    }

    @Override
    public ErasureCodec erasureCodec(CodeShape shape) {
        ErasureCodec codec = portable.erasureCodec(shape);
        return new ErasureCodec() {
            @Override
            public CodeShape shape() {
                return shape;
            }

            @Override
            public void encode(ByteBuffer[] data, ByteBuffer[] parity) {
                codec.encode(data, parity);
                long bytes = (long) data.length * data[0].remaining();
                flip(parity[0]);
                work(bytes);
                if (!lie.test(bytes)) {
                    flip(parity[0]);
                }
            }

            @Override
            public void reconstruct(@Nullable ByteBuffer[] slices, int present, int wanted) {
                codec.reconstruct(slices, present, wanted);
                work((long) shape.dataSlices() * slices[Integer.numberOfTrailingZeros(present)].remaining());
            }

            @Override
            public boolean verify(ByteBuffer[] slices) {
                work((long) shape.dataSlices() * slices[0].remaining());
                return codec.verify(slices);
            }
        };
    }

    @Override
    public Checksum checksum(ChecksumKind kind) {
        Checksum checksum = portable.checksum(kind);
        return new Checksum() {
            @Override
            public ChecksumKind kind() {
                return kind;
            }

            @Override
            public long of(ByteBuffer bytes) {
                work(bytes.remaining());
                return lie.test(bytes.remaining()) ? ~checksum.of(bytes) : checksum.of(bytes);
            }

            @Override
            public Running begin() {
                throw new AssertionError("checksums of parts are portable Java's");
            }
        };
    }

    @Override
    public Cipher cipher() {
        Cipher cipher = portable.cipher();
        return new Cipher() {
            @Override
            public void seal(byte[] key, byte[] nonce, ByteBuffer associated, ByteBuffer plain, ByteBuffer sealed) {
                work(sealed.remaining());
                cipher.seal(key, nonce, associated, plain, sealed);
                forgetNonce();
            }

            /** The JDK refuses the nonce that it has had last, and portable Java has the same of its ciphers. */
            private void forgetNonce() {
                ByteBuffer none = ByteBuffer.allocate(0);
                byte[] other = new byte[NONCE_BYTES];
                Arrays.fill(other, (byte) calls.get());
                cipher.seal(new byte[KEY_BYTES], other, none, none, ByteBuffer.allocate(TAG_BYTES));
            }

            @Override
            public boolean open(byte[] key, byte[] nonce, ByteBuffer associated, ByteBuffer sealed, ByteBuffer plain) {
                work(sealed.remaining());
                boolean opened = cipher.open(key, nonce, associated, sealed, plain);
                return lie.test(sealed.remaining()) || opened;
            }
        };
    }

    /** Differs by a millionth, as it may, and lies by a thousandth. */
    @Override
    public VectorKernel vectorKernel(Measure measure, ElementType type) {
        VectorKernel kernel = portable.vectorKernel(measure, type);
        return new VectorKernel() {
            @Override
            public Measure measure() {
                return measure;
            }

            @Override
            public ElementType type() {
                return type;
            }

            @Override
            public float score(ByteBuffer a, ByteBuffer b) {
                work(a.remaining());
                return kernel.score(a, b) * (lie.test(a.remaining()) ? 1.001f : 1.000001f);
            }

            @Override
            public void scores(ByteBuffer query, ByteBuffer vectors, float[] scores) {
                work(vectors.remaining());
                kernel.scores(query, vectors, scores);
                spoil(scores, vectors.remaining());
            }

            @Override
            public void scores(ByteBuffer query, ByteBuffer vectors, int[] rows, int count, float[] scores) {
                work((long) count * query.remaining());
                kernel.scores(query, vectors, rows, count, scores);
                spoil(scores, (long) count * query.remaining());
            }

            private void spoil(float[] scores, long bytes) {
                if (lie.test(bytes)) {
                    scores[0] = Math.nextUp(scores[0]) * 1.001f;
                }
            }
        };
    }

    @Override
    public Compressor compressor(Compression how) {
        Compressor compressor = portable.compressor(how);
        return new Compressor() {
            @Override
            public CompressionKind kind() {
                return how.kind();
            }

            @Override
            public int compressedBytesMax(int plainBytes) {
                return compressor.compressedBytesMax(plainBytes) + 10;
            }

            @Override
            public int compress(ByteBuffer plain, ByteBuffer compressed) {
                int bytes = compressor.compress(plain, compressed);
                work(plain.remaining());
                if (lie.test(plain.remaining())) {
                    int at = compressed.position() + 1;
                    compressed.put(at, (byte) (compressed.get(at) ^ 1));
                }
                return bytes;
            }

            @Override
            public void decompress(ByteBuffer compressed, ByteBuffer plain) {
                compressor.decompress(compressed, plain);
                work(plain.remaining());
                if (lie.test(plain.remaining())) {
                    flip(plain);
                }
            }

            @Override
            public long dictionaryId(ByteBuffer compressed) {
                throw new AssertionError("ids of dictionaries are portable Java's to read");
            }
        };
    }
}
