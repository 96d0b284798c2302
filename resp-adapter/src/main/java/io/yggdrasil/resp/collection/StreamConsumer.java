package io.yggdrasil.resp.collection;

/** A consumer of a group. Changes are stored by {@link StreamGroup#save(StreamConsumer)}. */
public final class StreamConsumer {
    /** What {@link #activeMillis} is before it got anything. */
    public static final long NEVER = -1;

    private final int number;
    private final byte[] name;
    private long seenMillis;
    private long activeMillis;

    StreamConsumer(int number, byte[] name, long seenMillis, long activeMillis) {
        this.number = number;
        this.name = name;
        this.seenMillis = seenMillis;
        this.activeMillis = activeMillis;
    }

    /** Stands for the name in pending entries. */
    public int number() {
        return number;
    }

    /** Its name. Not to be changed. */
    public byte[] name() {
        return name;
    }

    /** When it asked for entries last, milliseconds since 1970. */
    public long seenMillis() {
        return seenMillis;
    }

    /** When it got entries last, milliseconds since 1970, or {@link #NEVER}. */
    public long activeMillis() {
        return activeMillis;
    }

    /** Notes that it asks for entries. */
    public void seen(long nowMillis) {
        seenMillis = nowMillis;
    }

    /** Notes that it gets entries. */
    public void active(long nowMillis) {
        activeMillis = nowMillis;
    }
}
