package io.yggdrasil.resp.command.set;

import io.yggdrasil.ignite.collection.Cursor;
import io.yggdrasil.resp.collection.Fields;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is in a set and in none of some others, which leap to its members; none is read again. */
final class Difference implements Members {
    private final Cursor first;
    private final List<Cursor> others = new ArrayList<>();

    Difference(Fields set, List<Fields> without) {
        first = set.cursor();
        without.forEach(other -> others.add(other.cursor()));
    }

    @Override
    public byte @Nullable [] next() {
        while (first.next()) {
            byte[] key = first.key();
            if (!isInAnother(key)) {
                return key;
            }
        }
        return null;
    }

    private boolean isInAnother(byte[] key) {
        for (int i = others.size() - 1; i >= 0; i--) {
            Cursor other = others.get(i);
            if (!other.seek(key)) {
                others.remove(i);
            } else if (other.isAt(key)) {
                return true;
            }
        }
        return false;
    }
}
