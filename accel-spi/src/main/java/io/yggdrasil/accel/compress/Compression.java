package io.yggdrasil.accel.compress;

import org.jspecify.annotations.Nullable;

/**
 * How to compress.
 *
 * @param kind the format
 * @param level one of {@link CompressionKind#levelMin} to {@link CompressionKind#levelMax}
 * @param dictionary what texts have in common; null: nothing. For {@link CompressionKind#ZSTD} only
 */
public record Compression(
        CompressionKind kind, int level, @Nullable CompressionDictionary dictionary) {
    /** No compression. */
    public static final Compression NONE = new Compression(CompressionKind.NONE, 0, null);

    /** The fastest one. */
    public static final Compression LZ4 = new Compression(CompressionKind.LZ4, 0, null);

    /** Checks the arguments. An {@link IllegalArgumentException} names what is wrong. */
    public Compression {
        if (level < kind.levelMin() || level > kind.levelMax()) {
            throw new IllegalArgumentException(
                    "level=" + level + ": " + kind + " has " + kind.levelMin() + " to " + kind.levelMax());
        }
        if (dictionary != null && kind != CompressionKind.ZSTD) {
            throw new IllegalArgumentException("dictionary=" + dictionary.id() + ": " + kind + " takes none");
        }
    }

    /** Zstandard of a level, without a dictionary. */
    public static Compression zstd(int level) {
        return new Compression(CompressionKind.ZSTD, level, null);
    }

    /** Zstandard of a level, with a dictionary. */
    public static Compression zstd(int level, CompressionDictionary dictionary) {
        return new Compression(CompressionKind.ZSTD, level, dictionary);
    }
}
