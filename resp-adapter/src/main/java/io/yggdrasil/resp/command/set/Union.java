package io.yggdrasil.resp.command.set;

import io.yggdrasil.ignite.collection.Cursor;
import io.yggdrasil.resp.collection.Fields;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** What is in any of some sets: they are merged. */
final class Union implements Members {
    private final PriorityQueue<Cursor> sets = new PriorityQueue<>();
    private byte @Nullable [] last;

    Union(List<Fields> sets) {
        sets.forEach(set -> advance(set.cursor()));
    }

    private void advance(Cursor set) {
        if (set.next()) {
            sets.add(set);
        }
    }

    @Override
    public byte @Nullable [] next() {
        for (Cursor least = sets.poll(); least != null; least = sets.poll()) {
            byte[] key = last != null && least.isAt(last) ? null : least.key();
            advance(least);
            if (key != null) {
                last = key;
                return key;
            }
        }
        return null;
    }
}
