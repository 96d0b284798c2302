package io.yggdrasil.resp.command.geo;

/**
 * A field of a grid of {@code 2^steps} columns and rows. The scores of all points in it stand next to each other.
 *
 * @param column counted from the west
 * @param row counted from the south; {@code 2^steps} for what is on the northern edge, likewise for columns
 */
record GeoCell(long column, long row, int steps) {
    static final double LONGITUDE_SPAN = 2 * GeoPoint.LONGITUDE_MAX;
    static final double LATITUDE_SPAN = GeoPoint.LATITUDE_MAX - -GeoPoint.LATITUDE_MAX;

    /** The cell with a point. */
    static GeoCell of(GeoPoint point, int steps) {
        return new GeoCell(
                GeoPoint.place(point.longitude(), GeoPoint.LONGITUDE_MAX, LONGITUDE_SPAN, steps),
                GeoPoint.place(point.latitude(), GeoPoint.LATITUDE_MAX, LATITUDE_SPAN, steps),
                steps);
    }

    /** Where a column or row begins, in degrees. */
    static double edge(long place, int steps, double max, double span) {
        return -max + (double) place / (1L << steps) * span;
    }

    /** The cell so many columns and rows away, -1 to 1; the grid goes on at its other side. */
    GeoCell moved(int columns, int rows) {
        return new GeoCell(moved(column, columns), moved(row, rows), steps);
    }

    private long moved(long place, int by) {
        return by == 0 ? place : (place + by) & ((1L << steps) - 1);
    }

    /** The lowest score of a point in it. */
    double firstScore() {
        return GeoPoint.interleaved(row, column) << shift();
    }

    /** The lowest score above those of its points. */
    double endScore() {
        return (GeoPoint.interleaved(row, column) + 1) << shift();
    }

    private int shift() {
        return 2 * (GeoPoint.STEPS - steps);
    }

    double west() {
        return edge(column, steps, GeoPoint.LONGITUDE_MAX, LONGITUDE_SPAN);
    }

    double east() {
        return edge(column + 1, steps, GeoPoint.LONGITUDE_MAX, LONGITUDE_SPAN);
    }

    double south() {
        return edge(row, steps, GeoPoint.LATITUDE_MAX, LATITUDE_SPAN);
    }

    double north() {
        return edge(row + 1, steps, GeoPoint.LATITUDE_MAX, LATITUDE_SPAN);
    }
}
