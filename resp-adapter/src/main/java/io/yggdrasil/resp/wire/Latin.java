package io.yggdrasil.resp.wire;

import java.nio.charset.StandardCharsets;

/** Bytes as strings of one character a byte, so that no byte is lost and ASCII reads as it is. */
public final class Latin {
    private Latin() {}

    /** Argument {@code index}. */
    public static String of(Request request, int index) {
        return new String(request.buffer(), request.offset(index), request.length(index), StandardCharsets.ISO_8859_1);
    }

    /** The bytes that the string stands for. */
    public static byte[] bytes(String latin) {
        return latin.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** As {@link Request#text}: the bytes are UTF-8. */
    public static String shown(String latin) {
        byte[] bytes = bytes(latin);
        return Text.decode(bytes, 0, bytes.length);
    }

    /** The letters A to Z as small ones. */
    public static String lower(String latin) {
        StringBuilder out = new StringBuilder(latin.length());
        for (int i = 0; i < latin.length(); i++) {
            char c = latin.charAt(i);
            out.append(c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c);
        }
        return out.toString();
    }

    /** Whether there is a blank or a zero byte in it: names and patterns must have none, as they are written in lines. */
    public static boolean hasBlanks(String latin) {
        for (int i = 0; i < latin.length(); i++) {
            char c = latin.charAt(i);
            if (c == ' ' || c == 0 || (c >= '\t' && c <= '\r')) {
                return true;
            }
        }
        return false;
    }
}
