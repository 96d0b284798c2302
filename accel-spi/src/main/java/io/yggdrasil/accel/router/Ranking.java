package io.yggdrasil.accel.router;

import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The usable candidates for a size class, the cheapest first. Immutable. */
final class Ranking<K> {
    private final int sizeClass;
    private final List<Candidate<K>> order;
    private final boolean whole;
    private final @Nullable K quick;

    /** @param candidates all of the operation, of which one at least is usable */
    Ranking(int sizeClass, List<Candidate<K>> candidates) {
        this.sizeClass = sizeClass;
        this.order = candidates.stream()
                .filter(Candidate::isUsable)
                .sorted(Comparator.comparingDouble(one -> one.costs().estimate(sizeClass)))
                .toList();
        this.whole = candidates.stream()
                .allMatch(one -> one.breaker().isClosed() || one.provider().lie() != null);
        Candidate<K> first = order.get(0);
        this.quick = whole && !first.provider().hasQueue() ? first.kernel() : null;
    }

    /** The kernel to call without further ado; null: there is something to consider. */
    @Nullable
    K quick() {
        return quick;
    }

    /** The first one, were nobody waiting. */
    Candidate<K> first() {
        return order.get(0);
    }

    /** Whether it has all candidates but those that are barred for good. */
    boolean isWhole() {
        return whole;
    }

    /** Whether costs have changed since so that the order is no longer right. */
    boolean isOutdated() {
        for (int i = 1; i < order.size(); i++) {
            if (estimate(i) < estimate(i - 1)) {
                return true;
            }
        }
        return false;
    }

    private double estimate(int place) {
        return order.get(place).costs().estimate(sizeClass);
    }

    /** The one that is done first, with those in flight before. */
    Candidate<K> soonest() {
        int best = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < order.size(); i++) {
            double nanos = estimate(i) * order.get(i).provider().turns();
            if (nanos < least) {
                least = nanos;
                best = i;
            }
        }
        return order.get(best);
    }

    /** One that is not the first, if there is any. */
    Candidate<K> other(int number) {
        return order.get(order.size() == 1 ? 0 : 1 + number % (order.size() - 1));
    }
}
