package io.yggdrasil.resp.acl;

/**
 * Why a request is refused: a reason and the argument that it is about, in one number. Of two denials the larger one is
 * told: Redis tells of keys and channels rather than of commands, and of the last argument.
 */
public final class Denial {
    /** Nothing is refused. */
    public static final long NONE = 0;

    private static final int REASON_SHIFT = 32;

    /** What was refused, in rising importance. The names in small letters are those of ACL LOG. */
    public enum Reason {
        COMMAND,
        KEY,
        AUTH,
        CHANNEL
    }

    private static final Reason[] REASONS = Reason.values();

    private Denial() {}

    static long of(Reason reason, int argument) {
        return (reason.ordinal() + 1L) << REASON_SHIFT | argument;
    }

    /** The reason of what is not {@link #NONE}. */
    public static Reason reason(long denial) {
        return REASONS[(int) (denial >>> REASON_SHIFT) - 1];
    }

    /** Index of the key or channel; 0 for a command. */
    public static int argument(long denial) {
        return (int) denial;
    }
}
