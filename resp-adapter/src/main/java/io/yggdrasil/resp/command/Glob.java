package io.yggdrasil.resp.command;

import java.nio.charset.StandardCharsets;

/**
 * Patterns of KEYS, SCAN, CONFIG GET and PSUBSCRIBE: {@code *}, {@code ?}, {@code [abc]}, {@code [^a-z]} and a backslash
 * that takes the next byte as it is. Works on bytes.
 *
 * <p>A mismatch goes back to the last star only, which is enough for such patterns and bounds the work by the product of
 * both lengths; matching by recursion can take exponential time on patterns that an attacker chooses.
 */
public final class Glob {
    /** Redis gives up on patterns with more stars than this in a match; they are nobody's but an attacker's. */
    private static final int STARS_MAX = 1000;

    private final byte[] pattern;
    private final boolean ignoreCase;

    /** Makes a pattern; {@code ignoreCase} compares ASCII letters without case. */
    public Glob(byte[] pattern, boolean ignoreCase) {
        this.pattern = pattern;
        this.ignoreCase = ignoreCase;
    }

    /** A pattern of text whose letters match in any case: names of parameters and commands. */
    public static Glob ofName(String pattern) {
        return new Glob(pattern.getBytes(StandardCharsets.UTF_8), true);
    }

    /** Whether the pattern matches everything. */
    public boolean matchesAll() {
        return pattern.length == 1 && pattern[0] == '*';
    }

    /** Whether there is nothing in the pattern. */
    public boolean isEmpty() {
        return pattern.length == 0;
    }

    /** Whether the text matches. */
    public boolean matches(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return matches(bytes, 0, bytes.length);
    }

    /** Whether the bytes match. */
    public boolean matches(byte[] text) {
        return matches(text, 0, text.length);
    }

    /** Whether the slice matches. */
    public boolean matches(byte[] text, int from, int length) {
        int to = from + length;
        int at = from;
        int p = 0;
        int star = -1;
        int starAt = 0;
        int stars = 0;
        while (at < to) {
            if (p < pattern.length && pattern[p] == '*') {
                if (++stars > STARS_MAX) {
                    return false;
                }
                star = lastOfStars(p);
                p = star + 1;
                starAt = at;
                continue;
            }
            int next = p < pattern.length ? behindIfMatching(p, text[at]) : -1;
            if (next >= 0) {
                p = next;
                at++;
            } else if (star >= 0) {
                p = star + 1;
                at = ++starAt;
            } else {
                return false;
            }
        }
        while (p < pattern.length && pattern[p] == '*') {
            p++;
        }
        return p == pattern.length;
    }

    private int lastOfStars(int from) {
        int last = from;
        while (last + 1 < pattern.length && pattern[last + 1] == '*') {
            last++;
        }
        return last;
    }

    /** Index behind the pattern's element at {@code p} when it matches {@code b}, else -1. */
    private int behindIfMatching(int p, byte b) {
        switch (pattern[p]) {
            case '?':
                return p + 1;
            case '[':
                return behindClass(p + 1, fold(b));
            case '\\':
                int literal = p + 1 < pattern.length ? p + 1 : p;
                return fold(pattern[literal]) == fold(b) ? literal + 1 : -1;
            default:
                return fold(pattern[p]) == fold(b) ? p + 1 : -1;
        }
    }

    /** A class that is not closed ends with the pattern, as in Redis. */
    private int behindClass(int start, int b) {
        int p = start;
        boolean negated = p < pattern.length && pattern[p] == '^';
        if (negated) {
            p++;
        }
        boolean found = false;
        while (p < pattern.length && pattern[p] != ']') {
            if (pattern[p] == '\\' && p + 1 < pattern.length) {
                found |= fold(pattern[p + 1]) == b;
                p += 2;
            } else if (p + 2 < pattern.length && pattern[p + 1] == '-') {
                int low = Math.min(fold(pattern[p]), fold(pattern[p + 2]));
                int high = Math.max(fold(pattern[p]), fold(pattern[p + 2]));
                found |= b >= low && b <= high;
                p += 3;
            } else {
                found |= fold(pattern[p]) == b;
                p++;
            }
        }
        return found != negated ? Math.min(p + 1, pattern.length) : -1;
    }

    private int fold(byte b) {
        int c = b & 0xff;
        return ignoreCase && c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
    }

    @Override
    public String toString() {
        return new String(pattern, StandardCharsets.UTF_8);
    }
}
