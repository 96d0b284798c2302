package io.yggdrasil.tier.hot;

/**
 * Takes the bytes of a value.
 *
 * <p>A look-up calls {@link #open} at most once, then {@link #array}, and writes the value there. Only where it answers
 * {@link GetOutcome#HIT} is what was written the value; after any other answer it may be anything and is to be dropped.
 *
 * <p>Threads: the caller's. A sink must not close the arena, and what it throws goes to the caller.
 */
public interface HotSink {
    /** Makes room for {@code length} bytes in {@link #array()}; returns where they go. */
    int open(int length);

    /** The array; asked for after {@link #open}. */
    byte[] array();
}
