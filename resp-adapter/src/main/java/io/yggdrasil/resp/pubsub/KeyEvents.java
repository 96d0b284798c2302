package io.yggdrasil.resp.pubsub;

import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Notifications of what happens to keys, as {@code notify-keyspace-events} chooses them: for each event a message to the
 * key's channel, one to the event's, or both.
 *
 * <p>Threads: any. Hot: {@link #wants}, one volatile read; nothing is chosen by default.
 */
public final class KeyEvents {
    private static final String ALL = "g$lshzxetd";
    private static final int TO_KEY = 1 << 30;
    private static final int TO_EVENT = 1 << 29;

    private volatile int chosen;

    /** Classes of events, by what they happen to or why; each has its letter in the parameter. */
    public enum Type {
        GENERIC('g'),
        STRING('$'),
        LIST('l'),
        SET('s'),
        HASH('h'),
        ZSET('z'),
        STREAM('t'),
        EXPIRED('x'),
        EVICTED('e'),
        NEW('n'),
        MISSED('m');

        private final char letter;
        private final int bit = 1 << ordinal();

        Type(char letter) {
            this.letter = letter;
        }
    }

    /** Chooses what is announced; {@code letters} is the parameter's value. */
    public void choose(String letters) {
        String every = letters.indexOf('A') >= 0 ? letters + ALL : letters;
        int bits = 0;
        for (Type type : Type.values()) {
            bits |= every.indexOf(type.letter) >= 0 ? type.bit : 0;
        }
        bits |= letters.indexOf('K') >= 0 ? TO_KEY : 0;
        bits |= letters.indexOf('E') >= 0 ? TO_EVENT : 0;
        chosen = (bits & (TO_KEY | TO_EVENT)) == 0 ? 0 : bits;
    }

    /** Whether events of this class are announced. */
    public boolean wants(Type type) {
        return (chosen & type.bit) != 0;
    }

    /** Makes the messages about an event, if they are wanted. */
    public void announce(
            Type type, String event, byte[] key, int offset, int length, int database, Consumer<Message> out) {
        int bits = chosen;
        if ((bits & type.bit) == 0) {
            return;
        }
        String name = new String(key, offset, length, StandardCharsets.ISO_8859_1);
        if ((bits & TO_KEY) != 0) {
            out.accept(Message.ofEvent("__keyspace@" + database + "__:" + name, Message.bytes(event)));
        }
        if ((bits & TO_EVENT) != 0) {
            out.accept(Message.ofEvent("__keyevent@" + database + "__:" + event, Message.bytes(name)));
        }
    }
}
