package io.yggdrasil.resp.cli;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The table of {@code ./yggdrasil tiers}, made of two readings of INFO tiers. */
final class TierTable {
    private static final String NAMESPACE = "namespace_";
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
        row(out, "all", before.getOrDefault("hot", Map.of()), now.getOrDefault("hot", Map.of()), seconds);
        now.forEach((name, fields) -> {
            if (name.startsWith(NAMESPACE)) {
                row(out, name.substring(NAMESPACE.length()), before.getOrDefault(name, Map.of()), fields, seconds);
            }
        });
        line(out, "reads, us", "p50", "p99", "p99.9");
        times(out, "hot", now.getOrDefault("hot_read_nanos", Map.of()));
        times(out, "page memory", now.getOrDefault("warm_read_nanos", Map.of()));
        line(out, "page memory", "used", "most", "full %");
        now.forEach((name, fields) -> {
            if (name.startsWith(REGION)) {
                long used = number(fields, "used_bytes");
                long most = number(fields, "max_bytes");
                line(
                        out,
                        name.substring(REGION.length()),
                        size(used),
                        size(most),
                        fixed(most == 0 ? 0 : used * PERCENT / most));
            }
        });
        return out.append(System.lineSeparator()).toString();
    }

    private static void row(
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

    private static void times(StringBuilder out, String name, Map<String, String> nanos) {
        line(
                out,
                name,
                fixed(number(nanos, "p50") / NANOS_PER_MICRO),
                fixed(number(nanos, "p99") / NANOS_PER_MICRO),
                fixed(number(nanos, "p99.9") / NANOS_PER_MICRO));
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
