package io.yggdrasil.resp.command.server;

import io.yggdrasil.resp.stats.LatencyMonitor.Sample;
import java.util.List;

/** The spikes of one event as a picture: a column each, higher for longer, its age written downwards below it. */
final class LatencyGraph {
    private static final int COLUMNS = 80;
    private static final int ROWS = 4;
    private static final int MINUTE = 60;
    private static final int HOUR = 3600;
    private static final int DAY = 86_400;

    private LatencyGraph() {}

    static String draw(String event, List<Sample> history, long maxMillis, long nowSeconds) {
        List<Sample> shown = history.subList(Math.max(0, history.size() - COLUMNS), history.size());
        long high = shown.stream().mapToLong(Sample::millis).max().orElse(0);
        long low = shown.stream().mapToLong(Sample::millis).min().orElse(0);
        StringBuilder out = new StringBuilder()
                .append(event)
                .append(" - high ")
                .append(high)
                .append(" ms, low ")
                .append(low)
                .append(" ms (all time high ")
                .append(maxMillis)
                .append(" ms)\n")
                .append("-".repeat(COLUMNS))
                .append('\n');
        for (int row = ROWS; row > 0; row--) {
            for (Sample sample : shown) {
                out.append(cell(height(sample.millis(), low, high), row));
            }
            out.append('\n');
        }
        appendAges(shown, nowSeconds, out.append('\n'));
        return out.toString();
    }

    /** Height in half rows, at least one. */
    private static int height(long millis, long low, long high) {
        return high == low ? 2 : 1 + (int) ((millis - low) * (2L * ROWS - 1) / (high - low));
    }

    private static char cell(int height, int row) {
        if (height >= 2 * row) {
            return '#';
        }
        return height == 2 * row - 1 ? '_' : ' ';
    }

    private static void appendAges(List<Sample> shown, long nowSeconds, StringBuilder out) {
        List<String> ages = shown.stream()
                .map(sample -> age(Math.max(0, nowSeconds - sample.timeSeconds())))
                .toList();
        int longest = ages.stream().mapToInt(String::length).max().orElse(0);
        for (int i = 0; i < longest; i++) {
            for (String age : ages) {
                out.append(i < age.length() ? age.charAt(i) : ' ');
            }
            out.append('\n');
        }
    }

    private static String age(long seconds) {
        if (seconds < MINUTE) {
            return seconds + "s";
        }
        if (seconds < HOUR) {
            return seconds / MINUTE + "m";
        }
        return seconds < DAY ? seconds / HOUR + "h" : seconds / DAY + "d";
    }
}
