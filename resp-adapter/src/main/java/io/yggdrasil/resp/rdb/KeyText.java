package io.yggdrasil.resp.rdb;

import java.util.HexFormat;

/** Keys as people read them. */
public final class KeyText {
    private static final int BYTES_MAX = 100;

    private KeyText() {}

    /** The first bytes of a key in quotation marks, what is no ASCII as {@code \xHH}. */
    public static String of(byte[] key) {
        StringBuilder text = new StringBuilder("\"");
        for (int i = 0; i < Math.min(key.length, BYTES_MAX); i++) {
            byte b = key[i];
            if (b >= ' ' && b <= '~' && b != '"' && b != '\\') {
                text.append((char) b);
            } else {
                text.append("\\x").append(HexFormat.of().toHexDigits(b));
            }
        }
        return text.append(key.length > BYTES_MAX ? "..." : "").append('"').toString();
    }
}
