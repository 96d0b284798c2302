package io.yggdrasil.resp.command.geo;

/**
 * What is searched for points: a circle or a box around a point.
 *
 * @param isBox whether it is a box
 * @param width meters of a box from its west to its east; of a circle, its diameter
 * @param height meters of a box from its south to its north; of a circle, its diameter
 */
record GeoShape(GeoPoint center, boolean isBox, double width, double height) {
    static GeoShape circle(GeoPoint center, double radius) {
        return new GeoShape(center, false, 2 * radius, 2 * radius);
    }

    static GeoShape box(GeoPoint center, double width, double height) {
        return new GeoShape(center, true, width, height);
    }

    /** Meters from the center to a point of the shape; NaN for other points. */
    double distance(GeoPoint point) {
        if (!isBox) {
            double distance = point.distance(center);
            return distance > width / 2 ? Double.NaN : distance;
        }
        boolean isIn = center.latitudeDistance(point) <= height / 2
                && point.distance(new GeoPoint(center.longitude(), point.latitude())) <= width / 2;
        return isIn ? center.distance(point) : Double.NaN;
    }

    /** Meters from the center to the point that is farthest. */
    double reach() {
        double east = width / 2;
        double north = height / 2;
        return isBox ? Math.sqrt(east * east + north * north) : east;
    }
}
