package io.yggdrasil.accel.portable;

import io.yggdrasil.accel.compress.CheckedCompressor;
import io.yggdrasil.accel.compress.CompressionKind;
import java.nio.ByteBuffer;

/** Copies. */
final class Uncompressed extends CheckedCompressor {
    Uncompressed() {
        super(CompressionKind.NONE);
    }

    @Override
    protected int bound(int plainBytes) {
        return plainBytes;
    }

    @Override
    protected int deflate(ByteBuffer plain, ByteBuffer compressed) {
        return plain.remaining() > compressed.remaining() ? -1 : copy(plain, compressed);
    }

    @Override
    protected int inflate(ByteBuffer compressed, ByteBuffer plain) {
        return compressed.remaining() == plain.remaining() ? copy(compressed, plain) : compressed.remaining();
    }

    private static int copy(ByteBuffer from, ByteBuffer to) {
        to.put(to.position(), from, from.position(), from.remaining());
        return from.remaining();
    }
}
