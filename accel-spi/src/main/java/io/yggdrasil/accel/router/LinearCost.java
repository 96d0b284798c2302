package io.yggdrasil.accel.router;

import java.util.Map;

/**
 * What a call takes.
 *
 * @param fixedNanos for any size
 * @param nanosPerByte for each byte
 */
record LinearCost(double fixedNanos, double nanosPerByte) {
    double nanos(double bytes) {
        return fixedNanos + nanosPerByte * bytes;
    }

    /**
     * The costs with the least squares of relative errors; none is below 0.
     *
     * @param points nanoseconds, above 0, by bytes; one at least
     */
    static LinearCost fit(Map<Integer, Double> points) {
        double ones = 0;
        double bytes = 0;
        double squares = 0;
        double inverses = 0;
        double ratios = 0;
        for (Map.Entry<Integer, Double> point : points.entrySet()) {
            double inverse = 1 / point.getValue();
            double ratio = point.getKey() * inverse;
            ones += inverse * inverse;
            bytes += inverse * ratio;
            squares += ratio * ratio;
            inverses += inverse;
            ratios += ratio;
        }
        double determinant = ones * squares - bytes * bytes;
        if (points.size() > 1 && determinant > 0) {
            double fixed = (inverses * squares - ratios * bytes) / determinant;
            double perByte = (ones * ratios - bytes * inverses) / determinant;
            if (fixed >= 0 && perByte >= 0) {
                return new LinearCost(fixed, perByte);
            }
            if (fixed < 0) {
                return new LinearCost(0, ratios / squares);
            }
        }
        return new LinearCost(inverses / ones, 0);
    }
}
