package io.yggdrasil.resp.acl;

import io.yggdrasil.resp.command.Glob;
import io.yggdrasil.resp.wire.Latin;

/**
 * Keys that a user may read, write, or both.
 *
 * @param text the pattern, one character a byte
 * @param glob what it matches
 * @param reads whether the keys may be read
 * @param writes whether they may be written
 */
record KeyPattern(String text, Glob glob, boolean reads, boolean writes) {
    static KeyPattern of(String text, boolean reads, boolean writes) {
        return new KeyPattern(text, new Glob(Latin.bytes(text), false), reads, writes);
    }

    /** Whether it gives these rights. */
    boolean grants(boolean reading, boolean writing) {
        return (reads || !reading) && (writes || !writing);
    }

    /** As GETUSER and LIST write it. */
    String shown() {
        return reads && writes ? "~" + text : kept();
    }

    /** The rule that makes it, whatever the pattern: {@code ~*} would mean all keys. */
    String kept() {
        return "%" + (reads ? "R" : "") + (writes ? "W" : "") + "~" + text;
    }
}
