package io.yggdrasil.resp.cluster;

import io.yggdrasil.resp.wire.Request;
import io.yggdrasil.resp.wire.RequestCodec;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads what a {@link Packer} wrote. */
final class Unpacker {
    private final byte[] bytes;
    private int at;

    Unpacker(byte[] bytes, int at) {
        this.bytes = bytes;
        this.at = at;
    }

    /** Index of the next byte. */
    int position() {
        return at;
    }

    boolean hasMore() {
        return at < bytes.length;
    }

    int getByte() {
        return bytes[at++];
    }

    int getInt() {
        int value = bytes[at] << 24 | (bytes[at + 1] & 0xff) << 16 | (bytes[at + 2] & 0xff) << 8 | bytes[at + 3] & 0xff;
        at += 4;
        return value;
    }

    long getLong() {
        return (long) getInt() << 32 | getInt() & 0xFFFFFFFFL;
    }

    byte @Nullable [] getBytesOrNull() {
        int length = getInt();
        if (length < 0) {
            return null;
        }
        byte[] value = Arrays.copyOfRange(bytes, at, at + length);
        at += length;
        return value;
    }

    byte[] getBytes() {
        byte[] value = getBytesOrNull();
        if (value == null) {
            throw new IllegalArgumentException("bytes are missing at=" + at);
        }
        return value;
    }

    @Nullable
    String getTextOrNull() {
        byte[] value = getBytesOrNull();
        return value == null ? null : new String(value, StandardCharsets.UTF_8);
    }

    String getText() {
        return new String(getBytes(), StandardCharsets.UTF_8);
    }

    /** Points the request at its arguments in this message. */
    void getRequest(Request request) {
        at = RequestCodec.decode(bytes, at, request);
    }
}
