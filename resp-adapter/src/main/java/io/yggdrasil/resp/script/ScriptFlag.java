package io.yggdrasil.resp.script;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a script or a function promises or wants. */
public enum ScriptFlag {
    NO_WRITES,
    ALLOW_OOM,
    ALLOW_STALE,
    NO_CLUSTER,
    ALLOW_CROSS_SLOT_KEYS;

    private final String wireName = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /** The flag as scripts write it. */
    public String wireName() {
        return wireName;
    }

    /** The flag of this name; null when there is none. */
    static @Nullable ScriptFlag of(String name) {
        for (ScriptFlag flag : values()) {
            if (flag.wireName.equals(name)) {
                return flag;
            }
        }
        return null;
    }
}
