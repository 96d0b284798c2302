package io.yggdrasil.ignite.slot;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.ignite.binary.BinaryObject;
import org.jspecify.annotations.Nullable;

/**
 * RESP key bytes to Ignite key and back.
 *
 * <p>Strict UTF-8 becomes a {@link String}, which SQL and every Ignite client see as text; other bytes become a
 * {@link BinaryKey}. Strict as RFC 3629 has it (no overlong forms, no surrogates, nothing above U+10FFFF), so the two
 * forms never overlap and each key has exactly one.
 */
public final class Keys {
    private Keys() {}

    /** The Ignite key for {@code bytes[offset .. offset + length)}. Copies. */
    public static Object key(byte[] bytes, int offset, int length) {
        int end = offset + length;
        int ascii = asciiUntil(bytes, offset, end);
        if (ascii == end) {
            return new String(bytes, offset, length, StandardCharsets.ISO_8859_1);
        }
        return isUtf8(bytes, ascii, end)
                ? new String(bytes, offset, length, StandardCharsets.UTF_8)
                : new BinaryKey(Arrays.copyOfRange(bytes, offset, end));
    }

    /** The Ignite key for a whole array. Copies. */
    public static Object key(byte[] bytes) {
        return key(bytes, 0, bytes.length);
    }

    /** The RESP bytes of an Ignite key; null when it has none, as a number that an Ignite client stored. */
    public static byte @Nullable [] bytes(Object key) {
        if (key instanceof String string) {
            return string.getBytes(StandardCharsets.UTF_8);
        }
        if (key instanceof BinaryKey binary) {
            return binary.toBytes();
        }
        if (key instanceof BinaryObject object && SlotAffinity.isBinaryKey(object)) {
            return object.field(BinaryKey.BYTES_FIELD);
        }
        return null;
    }

    private static int asciiUntil(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && bytes[at] >= 0) {
            at++;
        }
        return at;
    }

    /** Whether the slice is strict UTF-8: the first byte of a character says how many follow and how the next starts. */
    static boolean isUtf8(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to) {
            int first = bytes[at++] & 0xFF;
            if (first < 0x80) {
                continue;
            }
            if (first < 0xC2 || first > 0xF4) {
                return false;
            }
            int tail = first < 0xE0 ? 1 : first < 0xF0 ? 2 : 3;
            if (to - at < tail || !startsTail(first, bytes[at++] & 0xFF)) {
                return false;
            }
            for (int more = 1; more < tail; more++) {
                if ((bytes[at++] & 0xC0) != 0x80) {
                    return false;
                }
            }
        }
        return true;
    }

    /** The second byte of a character; its range is narrower where overlong forms, surrogates or the end would begin. */
    private static boolean startsTail(int first, int second) {
        int least = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
        int most = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
        return second >= least && second <= most;
    }
}
