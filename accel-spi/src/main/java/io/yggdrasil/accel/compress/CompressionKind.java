package io.yggdrasil.accel.compress;

/** Which format, and the levels that it can be made with: higher ones take longer and make less. */
public enum CompressionKind {
    /** The bytes as they are. */
    NONE(0, 0),
    /** An LZ4 block, without a frame around it. Level 0 is the fast one, those from 1 look for longer matches. */
    LZ4(0, 17),
    /** A Zstandard frame, RFC 8878. */
    ZSTD(1, 22);

    private final int levelMin;
    private final int levelMax;

    CompressionKind(int levelMin, int levelMax) {
        this.levelMin = levelMin;
        this.levelMax = levelMax;
    }

    /** The lowest level. */
    public int levelMin() {
        return levelMin;
    }

    /** The highest level. */
    public int levelMax() {
        return levelMax;
    }
}
