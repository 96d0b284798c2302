package io.yggdrasil.resp.cluster;

import io.yggdrasil.resp.wire.Request;
import io.yggdrasil.resp.wire.RequestCodec;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Writes a message between nodes into a growing array, numbers in big endian. {@link Unpacker} reads it. */
final class Packer {
    private byte[] bytes;
    private int size;

    Packer(int capacity) {
        bytes = new byte[capacity];
    }

    /** The array; its first {@link #size()} bytes are what was written. */
    byte[] array() {
        return bytes;
    }

    int size() {
        return size;
    }

    /** A copy of what was written. */
    byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    void putByte(int value) {
        reserve(1);
        bytes[size++] = (byte) value;
    }

    void putInt(int value) {
        reserve(4);
        putIntAt(size, value);
        size += 4;
    }

    /** Overwrites the integer at {@code at}. */
    void putIntAt(int at, int value) {
        bytes[at] = (byte) (value >>> 24);
        bytes[at + 1] = (byte) (value >>> 16);
        bytes[at + 2] = (byte) (value >>> 8);
        bytes[at + 3] = (byte) value;
    }

    void putLong(long value) {
        putInt((int) (value >>> 32));
        putInt((int) value);
    }

    /** Length and bytes; null has length -1. */
    void putBytes(byte @Nullable [] value) {
        if (value == null) {
            putInt(-1);
        } else {
            putBytes(value, 0, value.length);
        }
    }

    void putBytes(byte[] from, int offset, int length) {
        putInt(length);
        reserve(length);
        System.arraycopy(from, offset, bytes, size, length);
        size += length;
    }

    /** The bytes alone. */
    void putRaw(byte[] value) {
        reserve(value.length);
        System.arraycopy(value, 0, bytes, size, value.length);
        size += value.length;
    }

    void putText(@Nullable String value) {
        putBytes(value == null ? null : value.getBytes(StandardCharsets.UTF_8));
    }

    void putRequest(Request request) {
        reserve(RequestCodec.bytes(request));
        size = RequestCodec.encode(request, bytes, size);
    }

    private void reserve(int more) {
        if (bytes.length - size < more) {
            long wanted = Math.max((long) size + more, Math.min(bytes.length * 2L, Integer.MAX_VALUE - 8));
            bytes = Arrays.copyOf(bytes, Math.toIntExact(wanted));
        }
    }
}
