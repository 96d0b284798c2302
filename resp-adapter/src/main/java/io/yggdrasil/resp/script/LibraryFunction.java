package io.yggdrasil.resp.script;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A function of a library.
 *
 * @param name its name, one of all libraries
 * @param description what it is for, a character a byte; null when nobody said
 * @param flags what it promises and wants
 */
public record LibraryFunction(String name, @Nullable String description, Set<ScriptFlag> flags) {
    /** Whether the function has the flag. */
    public boolean has(ScriptFlag flag) {
        return flags.contains(flag);
    }
}
