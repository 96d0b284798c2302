package io.yggdrasil.resp.bench;

/**
 * What one run of a load gave.
 *
 * @param perSecond requests a second
 * @param p50Millis median latency
 * @param p99Millis 99th percentile
 * @param p999Millis 99.9th percentile
 */
record Measurement(double perSecond, double p50Millis, double p99Millis, double p999Millis) {
    /** Reads the last line of a load client's output. */
    static Measurement parse(String out) {
        String[] parts = out.substring(out.lastIndexOf('\n') + 1).split(" ");
        return new Measurement(
                Double.parseDouble(parts[0]),
                Double.parseDouble(parts[1]),
                Double.parseDouble(parts[2]),
                Double.parseDouble(parts[3]));
    }
}
