package io.yggdrasil.resp.command.stream;

import io.yggdrasil.resp.collection.StreamId;
import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.command.RedisException;
import io.yggdrasil.resp.wire.Decimal;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads ids as clients write them: {@code millis}, {@code millis-sequence}, {@code -} and {@code +}. */
final class StreamIds {
    private static final int CHARS_MAX = 127;

    private StreamIds() {}

    /** An argument as an id; neither {@code -} nor {@code +}. A sequence that is not there is 0. */
    static StreamId strict(Call call, int index) {
        return required(parse(call.token(index), 0, true));
    }

    /** As {@link #strict}; null where there is no id. */
    static @Nullable StreamId strictOrNull(Call call, int index) {
        return parse(call.token(index), 0, true);
    }

    /** An argument as an id, {@code -} and {@code +} being the least and the greatest. */
    static StreamId any(Call call, int index) {
        return required(parse(call.token(index), 0, false));
    }

    /** The ids of arguments from one up to another (exclusive). */
    static StreamId[] strict(Call call, int from, int to) {
        StreamId[] ids = new StreamId[to - from];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = strict(call, from + i);
        }
        return ids;
    }

    /** The first id of a range; {@code (} excludes the one behind it. */
    static StreamId start(Call call, int index) {
        StreamId id = bound(call, index, 0);
        StreamId start = isOpen(call.token(index)) ? id.next() : id;
        if (start == null) {
            throw new RedisException("ERR invalid start ID for the interval");
        }
        return start;
    }

    /** The last id of a range; {@code (} excludes the one behind it. A sequence that is not there is the greatest. */
    static StreamId end(Call call, int index) {
        StreamId id = bound(call, index, -1);
        StreamId end = isOpen(call.token(index)) ? id.previous() : id;
        if (end == null) {
            throw new RedisException("ERR invalid end ID for the interval");
        }
        return end;
    }

    private static StreamId bound(Call call, int index, long missingSequence) {
        String text = call.token(index);
        boolean open = isOpen(text);
        return required(parse(open ? text.substring(1) : text, missingSequence, open));
    }

    private static boolean isOpen(String text) {
        return text.length() > 1 && text.charAt(0) == '(';
    }

    /** Whether an id for XADD leaves its sequence to the server: {@code millis-*}. */
    static boolean isWithoutSequence(String token) {
        return token.length() <= CHARS_MAX && token.endsWith("-*") && token.indexOf('-') == token.length() - 2;
    }

    /** The time of an id without sequence. */
    static StreamId withoutSequence(String token) {
        return required(parse(token.substring(0, token.length() - 2), 0, true));
    }

    private static StreamId required(@Nullable StreamId id) {
        if (id == null) {
            throw new RedisException("ERR Invalid stream ID specified as stream command argument");
        }
        return id;
    }

    private static @Nullable StreamId parse(String token, long missingSequence, boolean strict) {
        if (token.length() > CHARS_MAX) {
            return null;
        }
        int end = token.indexOf('\0');
        String text = end < 0 ? token : token.substring(0, end); // Redis sees a C string.
        if (text.equals("-") || text.equals("+")) {
            return strict ? null : text.equals("-") ? StreamId.MIN : StreamId.MAX;
        }
        int hyphen = text.indexOf('-');
        Long millis = unsigned(hyphen < 0 ? text : text.substring(0, hyphen));
        Long sequence = hyphen < 0 ? Long.valueOf(missingSequence) : unsigned(text.substring(hyphen + 1));
        return millis == null || sequence == null ? null : new StreamId(millis, sequence);
    }

    /**
     * A number as Redis takes it: what is not a plain integer is tried as C's strtoull takes it, which allows blanks, a sign
     * and leading zeros, and turns negative numbers around.
     */
    private static @Nullable Long unsigned(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        if (Decimal.isLong(bytes, 0, bytes.length)) {
            long value = Decimal.parseLong(bytes, 0, bytes.length);
            return value < 0 ? null : Long.valueOf(value);
        }
        int at = 0;
        while (at < bytes.length && (bytes[at] == ' ' || (bytes[at] >= '\t' && bytes[at] <= '\r'))) {
            at++;
        }
        boolean negative = at < bytes.length && bytes[at] == '-';
        if (negative || (at < bytes.length && bytes[at] == '+')) {
            at++;
        }
        String digits = text.substring(at);
        if (digits.isEmpty() || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return null;
        }
        try {
            long value = Long.parseUnsignedLong(digits);
            return negative ? -value : value;
        } catch (NumberFormatException e) {
            return null; // More than 64 bits.
        }
    }
}
