package io.yggdrasil.resp.command.set;

import io.yggdrasil.ignite.collection.Cursor;
import io.yggdrasil.resp.collection.Fields;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is in every one of some sets. Each set leaps to what another is at (leapfrog triejoin for one attribute, Veldhuizen
 * 2014), the smallest leading: no set is looked at more often than the smallest has members, nor than it has leaves itself.
 */
final class Intersection implements Members {
    private final Cursor first;
    private final List<Cursor> others;

    /**
     * Makes the intersection.
     *
     * @param sets at least one
     */
    Intersection(List<Fields> sets) {
        List<Cursor> cursors = sets.stream()
                .sorted(Comparator.comparingLong(Fields::count))
                .map(Fields::cursor)
                .toList();
        first = cursors.get(0);
        others = cursors.subList(1, cursors.size());
    }

    @Override
    public byte @Nullable [] next() {
        boolean more = first.next();
        while (more) {
            byte[] key = first.key();
            Cursor ahead = ahead(key);
            if (ahead == null) {
                return key;
            }
            more = ahead != first && first.seek(ahead.key());
        }
        return null;
    }

    /** A set that is beyond a key; the first one when a set has ended; null when all have it. */
    private @Nullable Cursor ahead(byte[] key) {
        for (Cursor other : others) {
            if (!other.seek(key)) {
                return first;
            }
            if (!other.isAt(key)) {
                return other;
            }
        }
        return null;
    }
}
