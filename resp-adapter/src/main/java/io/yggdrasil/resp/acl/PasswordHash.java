package io.yggdrasil.resp.acl;

import io.yggdrasil.resp.wire.Latin;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** Passwords as they are kept: the SHA-256 of their bytes in 64 small hexadecimal digits. */
final class PasswordHash {
    private static final int LENGTH = 64;

    private PasswordHash() {}

    static String of(byte[] password) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(password));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Whether the text is a hash of a password. */
    static boolean isOne(String text) {
        if (text.length() != LENGTH) {
            return false;
        }
        for (int i = 0; i < LENGTH; i++) {
            char c = text.charAt(i);
            if (!(c >= '0' && c <= '9' || c >= 'a' && c <= 'f')) {
                return false;
            }
        }
        return true;
    }

    /** Whether the hash is among those of a user; takes the same time wherever they differ. */
    static boolean isAmong(String hash, List<String> known) {
        byte[] given = Latin.bytes(hash);
        boolean found = false;
        for (String one : known) {
            found |= MessageDigest.isEqual(given, Latin.bytes(one));
        }
        return found;
    }
}
