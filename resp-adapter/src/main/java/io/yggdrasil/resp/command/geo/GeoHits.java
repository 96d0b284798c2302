package io.yggdrasil.resp.command.geo;

import io.yggdrasil.resp.collection.ScoredMembers;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** What a search found: all, or the best so far if only so many are wanted. */
final class GeoHits {
    /** In which order they are told. */
    enum Order {
        NONE,
        ASC,
        DESC
    }

    /**
     * A member in the searched shape.
     *
     * @param distance meters from the center
     * @param number how many were found before
     */
    @SuppressWarnings("ArrayRecordComponent") // Never compared but by its order.
    record Hit(byte[] member, double score, GeoPoint point, double distance, int number) {}

    private static final Comparator<Hit> NEAREST = Comparator.comparingDouble(Hit::distance);

    private final long limit;
    private final @Nullable Comparator<Hit> comparator;
    private final Collection<Hit> kept;
    private int found;

    /**
     * Makes an empty one.
     *
     * @param limit how many are wanted; 0: all
     */
    GeoHits(Order order, long limit) {
        this.limit = limit;
        if (order == Order.NONE) {
            comparator = null;
            kept = new ArrayList<>();
        } else {
            comparator = (order == Order.ASC ? NEAREST : NEAREST.reversed()).thenComparingInt(Hit::number);
            kept = limit == 0 ? new ArrayList<>() : new PriorityQueue<>(comparator.reversed());
        }
    }

    /**
     * Searches the cells that cover a shape.
     *
     * @param any whether the search ends as soon as there are enough
     */
    void search(ScoredMembers members, GeoShape shape, boolean any) {
        for (GeoCell cell : GeoArea.cells(shape)) {
            double end = cell.endScore();
            members.visit(members.below(cell.firstScore()), true, (member, score) -> {
                if (score >= end || (any && found >= limit)) {
                    return false;
                }
                GeoPoint point = GeoPoint.ofScore(score);
                double distance = shape.distance(point);
                if (!Double.isNaN(distance)) {
                    add(new Hit(member, score, point, distance, found++));
                }
                return true;
            });
        }
    }

    private void add(Hit hit) {
        kept.add(hit);
        if (kept instanceof PriorityQueue<Hit> best && best.size() > limit) {
            best.poll(); // The worst of the best.
        }
    }

    /** The hits in their order. */
    List<Hit> list() {
        List<Hit> hits = new ArrayList<>(kept);
        if (comparator != null) {
            hits.sort(comparator);
        }
        return limit > 0 && hits.size() > limit ? hits.subList(0, (int) limit) : hits;
    }
}
