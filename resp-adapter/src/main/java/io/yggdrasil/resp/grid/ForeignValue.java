package io.yggdrasil.resp.grid;

import io.yggdrasil.resp.keyspace.WrongTypeException;
import io.yggdrasil.resp.wire.Decimal;
import java.nio.charset.StandardCharsets;

/**
 * Values that other Ignite clients stored, as Redis strings: text as UTF-8, whole numbers in decimal, floating-point
 * numbers as Redis writes them. Anything else is no string to a Redis client.
 */
final class ForeignValue {
    private ForeignValue() {}

    static byte[] bytes(Object value) {
        if (value instanceof byte[] bytes) {
            return bytes;
        }
        if (value instanceof String || value instanceof Character || value instanceof Boolean) {
            return value.toString().getBytes(StandardCharsets.UTF_8);
        }
        if (value instanceof Long || value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return Decimal.bytes(((Number) value).longValue());
        }
        if (value instanceof Double || value instanceof Float) {
            return Decimal.bytes(((Number) value).doubleValue());
        }
        throw new WrongTypeException();
    }
}
