package io.yggdrasil.accel.compress;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Texts that compress well or not, and buffers with something around them that must stay. */
final class Texts {
    private static final byte AROUND = 0x5a;

    private final Random random;

    Texts(Random random) {
        this.random = random;
    }

    enum Content {
        RANDOM,
        ZEROS,
        ROWS,
        DIGITS,
        HALF_RANDOM
    }

    byte[] text(Content content, int bytes) {
        byte[] text = new byte[bytes];
        switch (content) {
            case RANDOM -> random.nextBytes(text);
            case ZEROS -> Arrays.fill(text, (byte) 0);
            case ROWS -> rows(text);
            case DIGITS -> {
                for (int i = 0; i < bytes; i++) {
                    text[i] = (byte) ('0' + random.nextInt(10));
                }
            }
            case HALF_RANDOM -> {
                random.nextBytes(text);
                Arrays.fill(text, 0, bytes / 2, (byte) 'x');
            }
        }
        return text;
    }

    private void rows(byte[] text) {
        for (int at = 0; at < text.length; ) {
            byte[] row = row();
            int count = Math.min(row.length, text.length - at);
            System.arraycopy(row, 0, text, at, count);
            at += count;
        }
    }

    byte[] row() {
        return ("{\"id\":" + random.nextInt(100_000) + ",\"name\":\"user-" + random.nextInt(1_000)
                        + "\",\"city\":\"Trondheim\",\"active\":" + random.nextBoolean() + "}\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    List<byte[]> rows(int count) {
        List<byte[]> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rows.add(row());
        }
        return rows;
    }

    Content content() {
        return Content.values()[random.nextInt(Content.values().length)];
    }

    /** On the heap or direct, a slice or not, at any alignment. */
    ByteBuffer buffer(int bytes) {
        int before = random.nextInt(20);
        int all = before + bytes + random.nextInt(20);
        ByteBuffer buffer = random.nextBoolean() ? ByteBuffer.allocateDirect(all) : ByteBuffer.allocate(all);
        for (int i = 0; i < all; i++) {
            buffer.put(i, AROUND);
        }
        if (random.nextInt(3) == 0) {
            return buffer.slice(before, bytes);
        }
        return buffer.position(before).limit(before + bytes);
    }

    /** To be read, as it is or read-only. */
    ByteBuffer source(byte[] content) {
        ByteBuffer buffer = buffer(content.length);
        buffer.put(buffer.position(), content);
        return random.nextBoolean() ? buffer : buffer.asReadOnlyBuffer();
    }

    static byte[] content(ByteBuffer buffer, int bytes) {
        byte[] content = new byte[bytes];
        buffer.get(buffer.position(), content);
        return content;
    }

    /** Nothing was written before the position, behind the limit, or behind {@code bytes}. */
    static void assertNothingAround(ByteBuffer buffer, int bytes, String what) {
        ByteBuffer all = buffer.duplicate().clear();
        for (int i = 0; i < all.capacity(); i++) {
            if (i < buffer.position() || i >= buffer.position() + bytes) {
                assertEquals(AROUND, all.get(i), "byte " + i + " of " + buffer + " " + what);
            }
        }
    }
}
