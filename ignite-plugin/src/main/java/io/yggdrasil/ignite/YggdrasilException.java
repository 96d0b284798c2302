package io.yggdrasil.ignite;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** An operating error: something outside the program went wrong, and {@link Kind} says what can be done about it. */
public class YggdrasilException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final Kind kind;

    public YggdrasilException(Kind kind, String message) {
        this(kind, message, null);
    }

    public YggdrasilException(Kind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /** What can be done about the error. */
    public Kind kind() {
        return kind;
    }

    /** Who can mend an error. */
    public enum Kind {
        /** Passes by itself: the same call may succeed later (topology changes, an inactive grid). */
        RETRY,
        /** The caller asked for something wrong: it must change the request or the configuration. */
        USER,
        /** Something ran out: memory, disk, a quota. */
        RESOURCE,
        /** Data failed its check: it must not be used, and retrying does not help. */
        CORRUPT,
        /** The node cannot go on with this work. */
        FATAL
    }
}
