package io.yggdrasil.accel.router;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a kernel gave for a call, kept while portable Java does the same, which writes to the same places. */
interface Answer<R> {
    /** Of each buffer that many bytes are compared, as a copy of all may be more than the heap has. */
    int BYTES_MAX = 16 << 20;

    /** How it differs from what portable Java has returned and written by now; null: it does not, or as little as it may. */
    @Nullable
    String difference(R right);

    /**
     * One that must be the same to the last bit.
     *
     * @param result what was returned
     * @param written what was written, from position to limit
     */
    static <R> Answer<R> exact(R result, ByteBuffer... written) {
        List<ByteBuffer> copies = Stream.of(written).map(Answer::copy).toList();
        return right -> {
            if (!result.equals(right)) {
                return "the result was " + result + ", right is " + right;
            }
            for (int i = 0; i < written.length; i++) {
                ByteBuffer given = copies.get(i);
                ByteBuffer buffer = written[i];
                int at = given.mismatch(buffer.slice(buffer.position(), given.remaining()));
                if (at >= 0) {
                    return String.format(
                            "byte %d of output %d was 0x%02x, right is 0x%02x",
                            at, i, given.get(at), buffer.get(buffer.position() + at));
                }
            }
            return null;
        };
    }

    /** A copy of what a buffer has, of the first {@link #BYTES_MAX} bytes at most. */
    static ByteBuffer copy(ByteBuffer buffer) {
        byte[] copy = new byte[Math.min(buffer.remaining(), BYTES_MAX)];
        buffer.get(buffer.position(), copy);
        return ByteBuffer.wrap(copy);
    }
}
