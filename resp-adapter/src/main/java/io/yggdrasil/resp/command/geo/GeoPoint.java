package io.yggdrasil.resp.command.geo;

/**
 * A point on the globe, in degrees.
 *
 * <p>A score is the point's place on a grid of 2^26 columns and rows over the part of the globe that a Mercator map shows;
 * the bits of column and row take turns, those of the row come first from below:
 *
 * <pre>
 *   bit   51    50    49    ...  1     0
 *        +-----+-----+-----+   +-----+-----+
 *        | c25 | r25 | c24 |...| c0  | r0  |    c: column, west to east; r: row, south to north
 *        +-----+-----+-----+   +-----+-----+
 * </pre>
 */
record GeoPoint(double longitude, double latitude) {
    static final double LONGITUDE_MAX = 180;
    static final double LATITUDE_MAX = 85.05112878;

    /** Bits of a column, and of a row. */
    static final int STEPS = 26;

    private static final double EARTH_RADIUS_METERS = 6372797.560856;
    private static final double RADIANS_OF_DEGREE = Math.PI / 180;
    private static final String ALPHABET = "0123456789bcdefghjkmnpqrstuvwxyz";
    private static final int BITS_OF_CHARACTER = 5;
    private static final int CHARACTERS = 10;
    private static final double POLE = 90;

    /** Whether there is a score for it. */
    boolean isOnMap() {
        return Math.abs(longitude) <= LONGITUDE_MAX && Math.abs(latitude) <= LATITUDE_MAX;
    }

    /** The score, which is the point's up to half a meter or so. */
    double score() {
        return GeoCell.of(this, STEPS).firstScore();
    }

    /** The point in the middle of a score's field; any score will do. */
    static GeoPoint ofScore(double score) {
        long bits = (long) score;
        long row = everySecondBit(bits);
        long column = everySecondBit(bits >>> 1);
        return new GeoPoint(
                middle(column, LONGITUDE_MAX, GeoCell.LONGITUDE_SPAN),
                middle(row, LATITUDE_MAX, GeoCell.LATITUDE_SPAN));
    }

    private static double middle(long place, double max, double span) {
        double low = GeoCell.edge(place, STEPS, max, span);
        double high = GeoCell.edge((place + 1) & 0xFFFF_FFFFL, STEPS, max, span);
        return Math.max(-max, Math.min(max, (low + high) / 2));
    }

    /** The geohash as the rest of the world writes it: on a grid from pole to pole, in eleven characters. */
    String geohash() {
        long column = place(longitude, LONGITUDE_MAX, 2 * LONGITUDE_MAX, STEPS);
        long row = place(latitude, POLE, 2 * POLE, STEPS);
        long bits = interleaved(row, column);
        StringBuilder text = new StringBuilder();
        for (int i = 1; i <= CHARACTERS; i++) {
            text.append(ALPHABET.charAt((int) (bits >>> (2 * STEPS - i * BITS_OF_CHARACTER)) & 0x1F));
        }
        return text.append(ALPHABET.charAt(0)).toString(); // The bits do not suffice for the last one.
    }

    /** Meters along a great circle, by the haversine formula. */
    double distance(GeoPoint other) {
        double v = StrictMath.sin((radians(other.longitude) - radians(longitude)) / 2);
        if (v == 0) {
            return latitudeDistance(other);
        }
        double u = StrictMath.sin((radians(other.latitude) - radians(latitude)) / 2);
        double a = u * u + StrictMath.cos(radians(latitude)) * StrictMath.cos(radians(other.latitude)) * v * v;
        return 2.0 * EARTH_RADIUS_METERS * StrictMath.asin(Math.sqrt(a));
    }

    /** Meters along a meridian. */
    double latitudeDistance(GeoPoint other) {
        return EARTH_RADIUS_METERS * Math.abs(radians(other.latitude) - radians(latitude));
    }

    /** The angle that so many meters of a great circle take, in degrees. */
    static double degrees(double meters) {
        return meters / EARTH_RADIUS_METERS / RADIANS_OF_DEGREE;
    }

    /** The cosine of an angle in degrees. */
    static double cosine(double degrees) {
        return StrictMath.cos(radians(degrees));
    }

    private static double radians(double degrees) {
        return degrees * RADIANS_OF_DEGREE;
    }

    /** Column or row on a grid of {@code 2^steps} that begins at {@code -max}. */
    static long place(double degrees, double max, double span, int steps) {
        return (long) ((degrees + max) / span * (1L << steps));
    }

    /** Bits of two numbers in turn, those of {@code even} at even places. */
    static long interleaved(long even, long odd) {
        return spread(even) | spread(odd) << 1;
    }

    private static long spread(long number) {
        long bits = number & 0xFFFF_FFFFL;
        bits = (bits | bits << 16) & 0x0000_FFFF_0000_FFFFL;
        bits = (bits | bits << 8) & 0x00FF_00FF_00FF_00FFL;
        bits = (bits | bits << 4) & 0x0F0F_0F0F_0F0F_0F0FL;
        bits = (bits | bits << 2) & 0x3333_3333_3333_3333L;
        return (bits | bits << 1) & 0x5555_5555_5555_5555L;
    }

    private static long everySecondBit(long number) {
        long bits = number & 0x5555_5555_5555_5555L;
        bits = (bits | bits >>> 1) & 0x3333_3333_3333_3333L;
        bits = (bits | bits >>> 2) & 0x0F0F_0F0F_0F0F_0F0FL;
        bits = (bits | bits >>> 4) & 0x00FF_00FF_00FF_00FFL;
        bits = (bits | bits >>> 8) & 0x0000_FFFF_0000_FFFFL;
        return (bits | bits >>> 16) & 0xFFFF_FFFFL;
    }
}
