package io.yggdrasil.resp.command;

/** The group under which COMMAND DOCS files a command, and the ACL category that comes with it, if any. */
public enum CommandGroup {
    GENERIC("generic", AclCategory.KEYSPACE),
    STRING("string", AclCategory.STRING),
    LIST("list", AclCategory.LIST),
    SET("set", AclCategory.SET),
    SORTED_SET("sorted-set", AclCategory.SORTEDSET),
    HASH("hash", AclCategory.HASH),
    PUBSUB("pubsub", AclCategory.PUBSUB),
    TRANSACTIONS("transactions", AclCategory.TRANSACTION),
    CONNECTION("connection", AclCategory.CONNECTION),
    SERVER("server", null),
    SCRIPTING("scripting", AclCategory.SCRIPTING),
    HYPERLOGLOG("hyperloglog", AclCategory.HYPERLOGLOG),
    CLUSTER("cluster", null),
    GEO("geo", AclCategory.GEO),
    STREAM("stream", AclCategory.STREAM),
    BITMAP("bitmap", AclCategory.BITMAP),
    /** Commands that only Yggdrasil has. */
    YGGDRASIL("yggdrasil", null);

    private final String wireName;
    private final @org.jspecify.annotations.Nullable AclCategory category;

    CommandGroup(String wireName, @org.jspecify.annotations.Nullable AclCategory category) {
        this.wireName = wireName;
        this.category = category;
    }

    /** The group as COMMAND DOCS writes it. */
    public String wireName() {
        return wireName;
    }

    /** Whether its commands work on the values of keys. */
    boolean isOfValues() {
        return isOfCollections() || this == STRING || this == BITMAP;
    }

    /** Whether its commands work on collections. */
    boolean isOfCollections() {
        return switch (this) {
            case LIST, SET, SORTED_SET, HASH, GEO, STREAM -> true;
            default -> false;
        };
    }

    /** The category that every command of the group has, or null. */
    public @org.jspecify.annotations.Nullable AclCategory category() {
        return category;
    }
}
