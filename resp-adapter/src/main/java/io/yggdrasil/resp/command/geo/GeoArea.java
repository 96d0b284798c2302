package io.yggdrasil.resp.command.geo;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The few cells that cover a shape: the one with its center and those around it, as large as they need to be. Which they
 * are, and in which order, is as in Redis, for points of a search that is not sorted come in this order.
 */
final class GeoArea {
    /** Half the circumference of the Mercator map, in meters. */
    private static final double MAP_METERS = 20037726.37;

    /** From these latitudes on the map is so wide that cells need to be larger. */
    private static final double[] WIDE_LATITUDES = {66, 80};

    /** Cells around the center's in their order: columns to the east, rows to the north. */
    private static final int[][] AROUND = {{0, 1}, {0, -1}, {1, 0}, {-1, 0}, {1, 1}, {-1, 1}, {1, -1}, {-1, -1}};

    private final GeoPoint center;
    private final double west;
    private final double east;
    private final double south;
    private final double north;

    private GeoArea(GeoShape shape) {
        center = shape.center();
        double rows = GeoPoint.degrees(shape.height() / 2);
        // The side that is nearer to a pole takes the most degrees.
        double edge = center.latitude() < 0 ? center.latitude() - rows : center.latitude() + rows;
        double columns = GeoPoint.degrees(shape.width() / 2) / GeoPoint.cosine(edge);
        west = center.longitude() - columns;
        east = center.longitude() + columns;
        south = center.latitude() - rows;
        north = center.latitude() + rows;
    }

    /** The cells, each once. */
    static Set<GeoCell> cells(GeoShape shape) {
        GeoArea area = new GeoArea(shape);
        int steps = steps(shape.reach(), shape.center().latitude());
        GeoCell middle = GeoCell.of(area.center, steps);
        if (steps > 1 && !area.isCoveredAround(middle)) {
            middle = GeoCell.of(area.center, steps - 1);
        }
        Set<GeoCell> cells = new LinkedHashSet<>();
        cells.add(middle);
        for (int[] direction : AROUND) {
            if (area.reaches(middle, direction[0], direction[1])) {
                cells.add(middle.moved(direction[0], direction[1]));
            }
        }
        return cells;
    }

    private static int steps(double meters, double latitude) {
        if (meters == 0) {
            return GeoPoint.STEPS;
        }
        int steps = -1; // So that cells are larger than the shape.
        for (double reach = meters; reach < MAP_METERS; reach *= 2) {
            steps++;
        }
        for (double wide : WIDE_LATITUDES) {
            steps -= Math.abs(latitude) > wide ? 1 : 0;
        }
        return Math.max(1, Math.min(GeoPoint.STEPS, steps));
    }

    /** Whether the shape ends within the cells beside the middle one. */
    private boolean isCoveredAround(GeoCell middle) {
        boolean isOpen = middle.moved(0, 1).north() < north
                || middle.moved(0, -1).south() > south
                || middle.moved(1, 0).east() < east
                || middle.moved(-1, 0).west() > west;
        return !isOpen; // So that what is not a number, which an infinite radius makes, counts as covered.
    }

    /** Whether the shape may be in a cell beside the middle one. */
    private boolean reaches(GeoCell middle, int columns, int rows) {
        if (middle.steps() < 2) {
            return true;
        }
        return !(rows < 0 && middle.south() < south)
                && !(rows > 0 && middle.north() > north)
                && !(columns < 0 && middle.west() < west)
                && !(columns > 0 && middle.east() > east);
    }
}
