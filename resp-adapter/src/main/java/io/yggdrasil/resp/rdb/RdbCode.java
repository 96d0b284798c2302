package io.yggdrasil.resp.rdb;

/** Bytes that begin what is no key in a file, where a key has its type. */
final class RdbCode {
    /** The least that Redis will use. */
    static final int FIRST = 0xF0;

    /** Of Redis 8: number of a slot, of its keys, and of those that expire. */
    static final int SLOT = 0xF4;

    static final int FUNCTIONS = 0xF5;
    static final int MODULE = 0xF7;
    static final int IDLE = 0xF8;
    static final int FREQUENCY = 0xF9;
    static final int FACT = 0xFA;
    static final int SIZES = 0xFB;
    static final int EXPIRY_MILLIS = 0xFC;
    static final int EXPIRY_SECONDS = 0xFD;
    static final int DATABASE = 0xFE;
    static final int END = 0xFF;

    private RdbCode() {}
}
