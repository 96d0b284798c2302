package io.yggdrasil.accel.compress;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What stands before a text that was compressed adaptively.
 *
 * <pre>
 *   0                   1                   2                   3                   4
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9
 *  +---------------+---------------------------------------------------------------+----
 *  |     kind      |            bytes of the text, little-endian                   | the text, compressed
 *  +---------------+---------------------------------------------------------------+----
 * </pre>
 *
 * Kinds: 0 none, 1 LZ4, 2 Zstandard.
 */
final class PackedHeader {
    static final int BYTES = 5;

    private static final VarHandle LENGTH = MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int LENGTH_AT = 1;

    /** The most that a byte of an LZ4 block stands for. */
    private static final int LZ4_RATIO_MAX = 255;

    /** A block of Zstandard has that many bytes at least, and stands for that many at most. */
    private static final int ZSTD_BLOCK_BYTES_MIN = 4;

    private static final int ZSTD_BLOCK_PLAIN_BYTES_MAX = 128 << 10;

    private PackedHeader() {}

    static void write(ByteBuffer packed, CompressionKind kind, int plainBytes) {
        byte code = switch (kind) {
            case NONE -> 0;
            case LZ4 -> 1;
            case ZSTD -> 2;
        };
        packed.put(packed.position(), code);
        LENGTH.set(packed, packed.position() + LENGTH_AT, plainBytes);
    }

    static CompressionKind kind(ByteBuffer packed) {
        requireHeader(packed);
        byte code = packed.get(packed.position());
        return switch (code) {
            case 0 -> CompressionKind.NONE;
            case 1 -> CompressionKind.LZ4;
            case 2 -> CompressionKind.ZSTD;
            default -> throw new DecompressionException("kind " + code + " of compression is not known");
        };
    }

    /** The length of the text, which no lie can make longer than what its compressed bytes can stand for. */
    static int plainBytes(ByteBuffer packed) {
        long bodyBytes = packed.remaining() - BYTES;
        CompressionKind kind = kind(packed);
        long most = switch (kind) {
            case NONE -> bodyBytes;
            case LZ4 -> bodyBytes * LZ4_RATIO_MAX;
            case ZSTD -> bodyBytes / ZSTD_BLOCK_BYTES_MIN * ZSTD_BLOCK_PLAIN_BYTES_MAX;
        };
        int said = (int) LENGTH.get(packed, packed.position() + LENGTH_AT);
        if (said < 0 || said > Math.min(most, Compressor.PLAIN_BYTES_MAX)) {
            throw new DecompressionException("a text of " + Integer.toUnsignedString(said) + " bytes is not in "
                    + bodyBytes + " bytes of " + kind);
        }
        return said;
    }

    static ByteBuffer body(ByteBuffer packed) {
        return packed.slice(packed.position() + BYTES, packed.remaining() - BYTES);
    }

    private static void requireHeader(ByteBuffer packed) {
        if (packed.remaining() < BYTES) {
            throw new DecompressionException(packed.remaining() + " bytes are no header");
        }
    }
}
