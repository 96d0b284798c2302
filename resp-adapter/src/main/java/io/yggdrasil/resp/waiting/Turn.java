package io.yggdrasil.resp.waiting;

import java.util.Comparator;

/**
 * The place of a client among those that wait for the same key.
 *
 * @param sinceMillis since when it waits, in milliseconds since 1970
 * @param number tells apart those of one millisecond; unique on a node
 */
record Turn(long sinceMillis, long number) implements Comparable<Turn> {
    private static final Comparator<Turn> ORDER =
            Comparator.comparingLong(Turn::sinceMillis).thenComparingLong(Turn::number);

    @Override
    public int compareTo(Turn other) {
        return ORDER.compare(this, other);
    }
}
