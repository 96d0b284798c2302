package io.yggdrasil.resp.cli;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;

/** The table of {@code ./yggdrasil tiers}, made of two readings of INFO tiers. */
final class TierTable {
    private static final String NAMESPACE = "namespace_";
    private static final String ROWS = "warm_rows_";
    private static final String HOT_NANOS = "hot_nanos_";
    private static final String WARM_NANOS = "warm_nanos_";
    private static final String REGION = "region_";
    private static final String UNITS = " kmgt";
    private static final double PERCENT = 100;
    private static final double NANOS_PER_MICRO = 1_000;
    private static final double STEP = 1_024;

    private TierTable() {}

    /** The lines of INFO tiers: name to fields; a line of one value has it under the empty name. */
    static Map<String, Map<String, String>> parse(String info) {
        Map<String, Map<String, String>> lines = new LinkedHashMap<>();
        info.lines().filter(line -> line.indexOf(':') > 0).forEach(line -> {
            int colon = line.indexOf(':');
            Map<String, String> fields = new LinkedHashMap<>();
            for (String field : line.substring(colon + 1).split(",", -1)) {
                int equals = field.indexOf('=');
                fields.put(equals < 0 ? "" : field.substring(0, equals), field.substring(equals + 1));
            }
            lines.put(line.substring(0, colon), fields);
        });
        return lines;
    }

    /** The table; rates are those of the seconds between the two readings, none at the first. */
    static String text(Map<String, Map<String, String>> before, Map<String, Map<String, String>> now, double seconds) {
        StringBuilder out = new StringBuilder();
        line(out, "hot tier", "keys", "hot", "bytes", "hit %", "hits/s", "misses/s", "in/s", "out/s", "pinned");
        hot(out, "all", of(before, "hot"), of(now, "hot"), seconds);
        each(now, NAMESPACE, (name, fields) -> hot(out, name, of(before, NAMESPACE + name), fields, seconds));
        line(out, "page memory", "entries", "bytes", "hits/s", "misses/s", "evicted/s", "expired/s");
        each(now, ROWS, (name, fields) -> rows(out, name, of(before, ROWS + name), fields, seconds));
        line(out, "reads, us", "hot p50", "p99", "p99.9", "page p50", "p99", "p99.9");
        line(out, "all", times(of(now, "hot_read_nanos"), of(now, "warm_read_nanos")));
        each(now, WARM_NANOS, (name, fields) -> line(out, name, times(of(now, HOT_NANOS + name), fields)));
        line(out, "regions", "used", "most", "full %");
        each(now, REGION, (name, fields) -> region(out, name, fields));
        return out.append(System.lineSeparator()).toString();
    }

    private static Map<String, String> of(Map<String, Map<String, String>> lines, String name) {
        return lines.getOrDefault(name, Map.of());
    }

    private static void each(
            Map<String, Map<String, String>> lines, String prefix, BiConsumer<String, Map<String, String>> action) {
        lines.forEach((name, fields) -> {
            if (name.startsWith(prefix)) {
                action.accept(name.substring(prefix.length()), fields);
            }
        });
    }

    private static void hot(
            StringBuilder out, String name, Map<String, String> before, Map<String, String> now, double seconds) {
        double hits = rate("hits", before, now, seconds);
        double misses = rate("misses", before, now, seconds);
        line(
                out,
                name,
                now.getOrDefault("keys", ""),
                now.getOrDefault("entries", "0"),
                size(number(now, "bytes")),
                fixed(hits + misses == 0 ? 0 : hits * PERCENT / (hits + misses)),
                whole(hits),
                whole(misses),
                whole(rate("promotions", before, now, seconds)),
                whole(rate("evictions", before, now, seconds)),
                size(number(now, "pinned_bytes")));
    }

    private static void rows(
            StringBuilder out, String name, Map<String, String> before, Map<String, String> now, double seconds) {
        line(
                out,
                name,
                now.getOrDefault("entries", "0"),
                now.containsKey("bytes") ? size(number(now, "bytes")) : "on disk",
                whole(rate("hits", before, now, seconds)),
                whole(rate("misses", before, now, seconds)),
                whole(rate("evictions", before, now, seconds)),
                whole(rate("expirations", before, now, seconds)));
    }

    private static String[] times(Map<String, String> hot, Map<String, String> warm) {
        return new String[] {
            micros(hot, "p50"),
            micros(hot, "p99"),
            micros(hot, "p99.9"),
            micros(warm, "p50"),
            micros(warm, "p99"),
            micros(warm, "p99.9")
        };
    }

    private static String micros(Map<String, String> nanos, String percentile) {
        return fixed(number(nanos, percentile) / NANOS_PER_MICRO);
    }

    private static void region(StringBuilder out, String name, Map<String, String> fields) {
        long used = number(fields, "used_bytes");
        long most = number(fields, "max_bytes");
        line(out, name, size(used), size(most), fixed(most == 0 ? 0 : used * PERCENT / most));
    }

    private static void line(StringBuilder out, String name, String... cells) {
        out.append(String.format("%-16s", name));
        for (String cell : cells) {
            out.append(String.format(" %9s", cell));
        }
        out.append(System.lineSeparator());
    }

    private static double rate(String field, Map<String, String> before, Map<String, String> now, double seconds) {
        return before.isEmpty() ? 0 : (number(now, field) - number(before, field)) / seconds;
    }

    private static long number(Map<String, String> fields, String name) {
        return Long.parseLong(fields.getOrDefault(name, "0"));
    }

    private static String whole(double value) {
        return String.format(Locale.ROOT, "%.0f", value);
    }

    private static String fixed(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    private static String size(long bytes) {
        double value = bytes;
        int unit = 0;
        while (value >= STEP && unit < UNITS.length() - 1) {
            value /= STEP;
            unit++;
        }
        return unit == 0 ? Long.toString(bytes) : String.format(Locale.ROOT, "%.1f%c", value, UNITS.charAt(unit));
    }
}
