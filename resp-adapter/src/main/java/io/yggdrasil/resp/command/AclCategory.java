package io.yggdrasil.resp.command;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The ACL categories of Redis 7.2, in the order in which COMMAND INFO lists them. */
public enum AclCategory {
    KEYSPACE,
    READ,
    WRITE,
    SET,
    SORTEDSET,
    LIST,
    HASH,
    STRING,
    BITMAP,
    HYPERLOGLOG,
    GEO,
    STREAM,
    PUBSUB,
    ADMIN,
    FAST,
    SLOW,
    BLOCKING,
    DANGEROUS,
    CONNECTION,
    TRANSACTION,
    SCRIPTING;

    private final String wireName = name().toLowerCase(Locale.ROOT);

    /** The category of a name without {@code @}, in any case; null when there is none. */
    public static @Nullable AclCategory find(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        for (AclCategory category : values()) {
            if (category.wireName.equals(lower)) {
                return category;
            }
        }
        return null;
    }

    /** The category without its {@code @}. */
    public String wireName() {
        return wireName;
    }
}
