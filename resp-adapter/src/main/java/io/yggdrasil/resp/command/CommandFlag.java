package io.yggdrasil.resp.command;

import java.util.Locale;

/** What the server must know of a command before it runs it; the names are those that COMMAND INFO shows. */
public enum CommandFlag {
    WRITE,
    READONLY,
    DENYOOM,
    MODULE,
    ADMIN,
    PUBSUB,
    NOSCRIPT,
    BLOCKING,
    LOADING,
    STALE,
    SKIP_MONITOR,
    SKIP_SLOWLOG,
    ASKING,
    FAST,
    NO_AUTH,
    NO_MANDATORY_KEYS,
    NO_ASYNC_LOADING,
    NO_MULTI,
    MOVABLEKEYS,
    ALLOW_BUSY,
    /** May lead to writes although it has no keys of its own: EVAL, PUBLISH. Redis does not show it either. */
    MAY_REPLICATE,
    /** Ours, not shown: touches the whole data set, so it locks every slot or visits every node. */
    WHOLE_KEYSPACE,
    /** Ours, not shown: declared read-only, yet locked like a writing command: it may store what it derived. */
    EXCLUSIVE,
    /** Ours, not shown: may take long; runs on a worker thread while its connection waits. */
    SLOW_PATH,
    /**
     * Ours, not shown: waits for others itself, so its keys are not locked, and EXEC unlocks the entries of other commands while
     * it runs.
     */
    UNLOCKED,
    /** Ours, not shown: runs other commands, on keys that it need not declare; see {@link NestedCommands}. */
    SCRIPT,
    /** Ours, not shown: looks at keys without using them, as TTL and OBJECT do, so that they stay as idle as they are. */
    UNNOTICED;

    private final String wireName = name().toLowerCase(Locale.ROOT);

    /** The flag as COMMAND INFO writes it. */
    public String wireName() {
        return wireName;
    }

    /** Whether clients are shown this flag. */
    public boolean isPublic() {
        return ordinal() < MAY_REPLICATE.ordinal();
    }
}
