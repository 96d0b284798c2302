package io.yggdrasil.resp.command;

import java.util.Locale;

/** The error replies that several commands share, in Redis 7.2's words. */
public final class Errors {
    private Errors() {}

    /** The key holds a value of another type. */
    public static RedisException wrongType() {
        return new RedisException("WRONGTYPE Operation against a key holding the wrong kind of value");
    }

    /** An option is unknown or contradicts another. */
    public static RedisException syntax() {
        return new RedisException("ERR syntax error");
    }

    /** An argument or value should be a 64-bit integer. */
    public static RedisException notInteger() {
        return new RedisException("ERR value is not an integer or out of range");
    }

    /** An argument or value should be a floating-point number. */
    public static RedisException notFloat() {
        return new RedisException("ERR value is not a valid float");
    }

    /** A command needs a key that is not there. */
    public static RedisException noSuchKey() {
        return new RedisException("ERR no such key");
    }

    /** An index is outside the value. */
    public static RedisException indexOutOfRange() {
        return new RedisException("ERR index out of range");
    }

    /** The number of arguments does not fit the command; {@code name} is its full name ({@code client|kill}). */
    public static RedisException arity(String name) {
        return new RedisException("ERR wrong number of arguments for '" + name.toLowerCase(Locale.ROOT) + "' command");
    }

    /** The expiry of {@code name} is not one that Redis takes. */
    public static RedisException invalidExpire(String name) {
        return new RedisException("ERR invalid expire time in '" + name.toLowerCase(Locale.ROOT) + "' command");
    }

    /** The grid has no room for a write. */
    public static RedisException outOfMemory() {
        return new RedisException("OOM command not allowed when used memory > 'maxmemory'.");
    }
}
