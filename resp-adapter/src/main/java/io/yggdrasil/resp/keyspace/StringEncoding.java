package io.yggdrasil.resp.keyspace;

import io.yggdrasil.resp.wire.Decimal;
import java.util.Locale;

/** How Redis would keep a string. Here all strings are kept alike; tools and tests ask nevertheless. */
public enum StringEncoding {
    /** A 64-bit integer. */
    INT,
    /** Bytes in one allocation with their header. */
    EMBSTR,
    /** Bytes in an allocation of their own. */
    RAW;

    private static final int EMBEDDED_BYTES_MAX = 44;
    private static final int SHARED_INTEGERS = 10_000;

    /** What Redis chooses for a value that a client stores. */
    public static StringEncoding of(byte[] value) {
        if (Decimal.isLong(value, 0, value.length)) {
            return INT;
        }
        return value.length <= EMBEDDED_BYTES_MAX ? EMBSTR : RAW;
    }

    /** What Redis chooses for text that it made itself and does not look into. */
    public static StringEncoding ofText(byte[] value) {
        return value.length <= EMBEDDED_BYTES_MAX ? EMBSTR : RAW;
    }

    /** Whether Redis has one object for all keys with this value. */
    public boolean isShared(byte[] value) {
        if (this != INT) {
            return false;
        }
        long number = Decimal.parseLong(value, 0, value.length);
        return number >= 0 && number < SHARED_INTEGERS;
    }

    /** The name that OBJECT ENCODING answers. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
