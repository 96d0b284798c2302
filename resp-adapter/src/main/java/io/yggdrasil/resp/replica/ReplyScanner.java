package io.yggdrasil.resp.replica;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds the ends of replies (RESP2) and the errors in them, in bytes that come in pieces of any size. Values are not looked at
 * nor kept.
 */
final class ReplyScanner {
    private static final int LINE_CHARS_KEPT = 512;

    private final Consumer<@Nullable String> sink;
    private final StringBuilder line = new StringBuilder();
    private long bytesToSkip;
    private long elementsLeft = 1;
    private @Nullable String error;

    /** A scanner that tells {@code sink} of each reply: null, or the first error in it. */
    ReplyScanner(Consumer<@Nullable String> sink) {
        this.sink = sink;
    }

    /** Looks at {@code bytes[0 .. length)}. */
    void feed(byte[] bytes, int length) {
        int at = 0;
        while (at < length) {
            if (bytesToSkip > 0) {
                int count = (int) Math.min(bytesToSkip, length - at);
                bytesToSkip -= count;
                at += count;
                if (bytesToSkip == 0) {
                    endElement();
                }
            } else {
                look(bytes[at++]);
            }
        }
    }

    private void look(byte next) {
        if (next == '\n') {
            endLine();
        } else if (next != '\r' && line.length() < LINE_CHARS_KEPT) {
            line.append((char) (next & 0xFF));
        }
    }

    private void endLine() {
        String text = line.toString();
        line.setLength(0);
        switch (text.charAt(0)) {
            case '$' -> {
                long length = Long.parseLong(text, 1, text.length(), 10);
                bytesToSkip = length < 0 ? 0 : length + 2;
                if (length < 0) {
                    endElement();
                }
            }
            case '*' -> {
                elementsLeft += Math.max(0, Long.parseLong(text, 1, text.length(), 10));
                endElement();
            }
            case '-' -> {
                error = error == null ? text.substring(1) : error;
                endElement();
            }
            default -> endElement();
        }
    }

    private void endElement() {
        if (--elementsLeft == 0) {
            String first = error;
            error = null;
            elementsLeft = 1;
            sink.accept(first);
        }
    }
}
