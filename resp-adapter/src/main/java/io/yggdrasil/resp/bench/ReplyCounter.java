package io.yggdrasil.resp.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Counts flat replies (strings, integers, errors, bulk strings) without looking at their contents. */
final class ReplyCounter {
    private int left;
    private long skip;
    private final byte[] line = new byte[512];
    private int lineLength;

    void expect(int replies) {
        left = replies;
    }

    /** Reads what arrived, no further than the last expected reply; true when all expected replies are there. */
    boolean consume(ByteBuffer in) throws IOException {
        while (left > 0 && in.hasRemaining()) {
            if (skip > 0) {
                int step = (int) Math.min(skip, in.remaining());
                in.position(in.position() + step);
                skip -= step;
                if (skip == 0) {
                    left--;
                }
                continue;
            }
            byte b = in.get();
            if (b != '\n') {
                if (lineLength < line.length) {
                    line[lineLength++] = b;
                }
                continue;
            }
            onLine();
            lineLength = 0;
        }
        return left == 0;
    }

    private void onLine() throws IOException {
        switch (line[0]) {
            case '$' -> {
                long length = Long.parseLong(text(1));
                if (length < 0) {
                    left--;
                } else {
                    skip = length + 2;
                }
            }
            case '+', ':', '_' -> left--;
            case '-' -> throw new IOException("the server answered " + text(0));
            default -> throw new IOException("unexpected reply " + text(0));
        }
    }

    private String text(int from) {
        return new String(line, from, lineLength - from - 1, StandardCharsets.UTF_8);
    }
}
