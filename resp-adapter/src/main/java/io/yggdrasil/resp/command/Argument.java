package io.yggdrasil.resp.command;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One argument of a command as COMMAND DOCS describes it, or a group of arguments.
 *
 * @param name lower-case name, unique among its siblings
 * @param type what stands there
 * @param token literal word before the value, or the whole argument for a {@link Type#PURE_TOKEN}; null without one
 * @param display what to show for the value in a hint; null for the name
 * @param since first Redis version that takes it, or null for that of the command
 * @param deprecatedSince the Redis version from which on it is deprecated, or null
 * @param keySpec index of the {@link KeySpec} that finds this key, or {@link #NO_KEY_SPEC}
 * @param isOptional whether it may be left out
 * @param isMultiple whether it may be repeated
 * @param repeatsToken whether each repetition has the token again
 * @param arguments the alternatives of a {@link Type#ONEOF}, the members of a {@link Type#BLOCK}; else empty
 */
public record Argument(
        String name,
        Type type,
        @Nullable String token,
        @Nullable String display,
        @Nullable String since,
        @Nullable String deprecatedSince,
        int keySpec,
        boolean isOptional,
        boolean isMultiple,
        boolean repeatsToken,
        List<Argument> arguments) {
    /** The {@link #keySpec} of what is no key. */
    public static final int NO_KEY_SPEC = -1;

    /** What an argument is. */
    public enum Type {
        STRING,
        INTEGER,
        DOUBLE,
        KEY,
        PATTERN,
        UNIX_TIME,
        PURE_TOKEN,
        ONEOF,
        BLOCK;

        private final String wireName = name().toLowerCase(Locale.ROOT).replace('_', '-');

        /** The type as COMMAND DOCS writes it. */
        public String wireName() {
            return wireName;
        }

        /** Whether it consists of other arguments. */
        public boolean isGroup() {
            return this == ONEOF || this == BLOCK;
        }
    }
}
