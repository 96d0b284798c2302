package io.yggdrasil.resp.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import org.jspecify.annotations.Nullable;

/**
 * Buffers for the short replies of one event loop, used again as soon as the socket has taken what they hold; the pool
 * serves the rest. Side by side with the pool alone, a GET without pipeline took 12.0 instead of 12.3 us of processor
 * time.
 *
 * <p>Threads: the loop's.
 */
final class ReplyBuffers {
    private static final int BUFFERS = 128;
    private static final int BYTES = 2 << 10;

    /** The buffers end with the loop, unreleased; that is no leak. */
    private static final ByteBufAllocator ALLOCATOR = new UnpooledByteBufAllocator(true, true);

    private final @Nullable ByteBuf[] ring = new ByteBuf[BUFFERS];
    private int next;

    /** An empty buffer that takes {@code length} bytes, to be released once; null when there is none at hand. */
    @Nullable
    ByteBuf take(int length) {
        if (length > BYTES) {
            return null;
        }
        int at = next;
        ByteBuf buffer = ring[at];
        if (buffer == null) {
            buffer = ALLOCATOR.directBuffer(BYTES, BYTES);
            ring[at] = buffer;
        }
        next = (at + 1) % BUFFERS;
        return buffer.refCnt() == 1 ? buffer.clear().retain() : null;
    }
}
