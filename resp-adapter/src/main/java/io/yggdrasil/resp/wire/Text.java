package io.yggdrasil.resp.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Text that clients sent and get back in replies and messages, byte for byte. It is UTF-8; a byte that is not is kept as
 * a lone surrogate, U+DC80 to U+DCFF, which stands for no character and turns into the same byte again (as in Python's
 * PEP 383).
 */
final class Text {
    private static final char ESCAPE_FIRST = '\udc80';
    private static final char ESCAPE_LAST = '\udcff';
    private static final int ESCAPE_BASE = 0xdc00;
    private static final char REPLACEMENT = '\ufffd';

    private Text() {}

    static String decode(byte[] bytes, int from, int length) {
        String text = new String(bytes, from, length, StandardCharsets.UTF_8);
        return text.indexOf(REPLACEMENT) < 0 ? text : decodeEscaping(bytes, from, from + length);
    }

    private static String decodeEscaping(byte[] bytes, int from, int to) {
        StringBuilder text = new StringBuilder(to - from);
        for (int at = from; at < to; ) {
            int length = Math.min(sequenceLength(bytes[at]), to - at);
            String piece = new String(bytes, at, length, StandardCharsets.UTF_8);
            byte[] again = piece.getBytes(StandardCharsets.UTF_8);
            if (Arrays.equals(again, 0, again.length, bytes, at, at + length)) {
                text.append(piece);
                at += length;
            } else {
                text.append((char) (ESCAPE_BASE + (bytes[at] & 0xff)));
                at++;
            }
        }
        return text.toString();
    }

    private static int sequenceLength(byte first) {
        int lead = Integer.numberOfLeadingZeros(~(first << 24));
        return lead == 0 ? 1 : Math.min(lead, 4);
    }

    static byte[] encode(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (isEscape(text, i)) {
                return encodeEscaped(text);
            }
        }
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static boolean isEscape(String text, int index) {
        char c = text.charAt(index);
        return c >= ESCAPE_FIRST
                && c <= ESCAPE_LAST
                && (index == 0 || !Character.isHighSurrogate(text.charAt(index - 1)));
    }

    private static byte[] encodeEscaped(String text) {
        byte[] out = new byte[text.length() * 3];
        int size = 0;
        int plain = 0;
        for (int i = 0; i <= text.length(); i++) {
            if (i == text.length() || isEscape(text, i)) {
                byte[] before = text.substring(plain, i).getBytes(StandardCharsets.UTF_8);
                System.arraycopy(before, 0, out, size, before.length);
                size += before.length;
                if (i < text.length()) {
                    out[size++] = (byte) text.charAt(i);
                }
                plain = i + 1;
            }
        }
        return Arrays.copyOf(out, size);
    }
}
