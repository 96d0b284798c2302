package io.yggdrasil.resp.keyspace;

/** The types that TYPE answers. */
public enum ValueType {
    STRING("string"),
    LIST("list"),
    SET("set"),
    ZSET("zset"),
    HASH("hash"),
    STREAM("stream");

    private final String wireName;

    ValueType(String wireName) {
        this.wireName = wireName;
    }

    /** The type as TYPE writes it. */
    public String wireName() {
        return wireName;
    }
}
