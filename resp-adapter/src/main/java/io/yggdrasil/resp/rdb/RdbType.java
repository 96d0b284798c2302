package io.yggdrasil.resp.rdb;

/** The bytes that say how a value is written. */
final class RdbType {
    static final int STRING = 0;
    static final int LIST = 1;
    static final int SET = 2;
    static final int ZSET_TEXT_SCORES = 3;
    static final int HASH = 4;
    static final int ZSET = 5;
    static final int MODULE_2 = 7;
    static final int HASH_ZIPMAP = 9;
    static final int LIST_ZIPLIST = 10;
    static final int SET_INTSET = 11;
    static final int ZSET_ZIPLIST = 12;
    static final int HASH_ZIPLIST = 13;
    static final int LIST_QUICKLIST = 14;
    static final int STREAM_LISTPACKS = 15;
    static final int HASH_LISTPACK = 16;
    static final int ZSET_LISTPACK = 17;
    static final int LIST_QUICKLIST_2 = 18;
    static final int STREAM_LISTPACKS_2 = 19;
    static final int SET_LISTPACK = 20;
    static final int STREAM_LISTPACKS_3 = 21;

    /** Redis 7.4 and newer: hashes whose fields expire. */
    static final int HASH_EXPIRIES_BETA = 22;

    static final int HASH_LISTPACK_EXPIRIES_BETA = 23;
    static final int HASH_EXPIRIES = 24;
    static final int HASH_LISTPACK_EXPIRIES = 25;

    /** Redis 5, 7.0, 7.2 and 7.4. */
    private static final int VERSION_PLAIN = 9;

    private static final int VERSION_LISTPACKS = 10;
    private static final int VERSION_SET_LISTPACK = 11;
    static final int VERSION_HASH_EXPIRIES = 12;

    private RdbType() {}

    /** Whether {@link RdbReader} reads values of a type. */
    static boolean isReadable(int type) {
        return type <= ZSET || (type >= HASH_ZIPMAP && type <= HASH_LISTPACK_EXPIRIES);
    }

    /** The first version of files in which values may be of a type, but not before that of Redis 5. */
    static int version(int type) {
        if (type < HASH_LISTPACK) {
            return VERSION_PLAIN;
        }
        if (type >= HASH_EXPIRIES_BETA) {
            return VERSION_HASH_EXPIRIES;
        }
        return type < SET_LISTPACK ? VERSION_LISTPACKS : VERSION_SET_LISTPACK;
    }
}
