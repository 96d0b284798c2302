package io.yggdrasil.resp.command;

import java.util.Locale;

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

    /** The category without its {@code @}. */
    public String wireName() {
        return wireName;
    }
}
