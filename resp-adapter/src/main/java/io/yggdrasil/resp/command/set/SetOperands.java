package io.yggdrasil.resp.command.set;

import io.yggdrasil.ignite.collection.Collection;
import io.yggdrasil.resp.collection.Fields;
import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.keyspace.Key;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The sets that an operation is about. A key that is named again is opened once. */
final class SetOperands {
    private static final Members NONE = () -> null;

    private @Nullable Fields first;
    private final List<Fields> others = new ArrayList<>();
    private boolean isFirstAgain;
    private boolean isOneMissing;

    private SetOperands() {}

    /** Opens the sets at arguments {@code from} to {@code to} (exclusive). */
    static SetOperands open(Call call, int from, int to) {
        SetOperands operands = new SetOperands();
        Set<ByteBuffer> seen = new HashSet<>();
        Set<ByteBuffer> missing = new HashSet<>();
        for (int i = from; i < to; i++) {
            Key key = call.key(i);
            ByteBuffer name = ByteBuffer.wrap(key.buffer(), key.offset(), key.length());
            if (seen.add(name)) {
                Collection set = SetCommands.set(call, i);
                operands.add(set, i == from);
                if (set == null) {
                    missing.add(name);
                    call.missedByWriter(key);
                }
            } else {
                operands.isFirstAgain |= key.sameAs(call.key(from));
                if (missing.contains(name)) {
                    call.missed(key);
                }
            }
        }
        return operands;
    }

    private void add(@Nullable Collection set, boolean isFirst) {
        if (set == null) {
            isOneMissing = true;
        } else if (isFirst) {
            first = new Fields(set);
        } else {
            others.add(new Fields(set));
        }
    }

    Members intersection() {
        return isOneMissing ? NONE : new Intersection(all());
    }

    Members union() {
        return new Union(all());
    }

    Members difference() {
        return first == null || isFirstAgain ? NONE : new Difference(first, others);
    }

    private List<Fields> all() {
        List<Fields> all = new ArrayList<>(others);
        if (first != null) {
            all.add(first);
        }
        return all;
    }
}
