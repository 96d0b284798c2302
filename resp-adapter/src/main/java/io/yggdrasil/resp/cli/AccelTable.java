package io.yggdrasil.resp.cli;

import io.yggdrasil.accel.Accelerators;
import io.yggdrasil.accel.router.RouterConfiguration;
import io.yggdrasil.accel.router.RouterReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;

/** What {@code ./yggdrasil accel} prints. */
final class AccelTable {
    private static final String PORTABLE = "portable";
    private static final int KIB = 1 << 10;
    private static final int NANOS_PER_MICRO = 1_000;

    private final Accelerators found;
    private final RouterConfiguration configuration;
    private final RouterReport report;
    private final StringBuilder out = new StringBuilder();

    AccelTable(Accelerators found, RouterConfiguration configuration, RouterReport report) {
        this.found = found;
        this.configuration = configuration;
        this.report = report;
    }

    /** The whole text. */
    String text() {
        found.names().forEach(name -> line(name, status(name)));
        line("");
        speeds();
        line("");
        routes();
        return out.toString();
    }

    private String status(String name) {
        String problem = found.problem(name);
        if (problem != null) {
            return "missing: " + problem;
        }
        String lie = report.quarantined().get(name);
        if (lie != null) {
            return "barred for a wrong result: " + lie;
        }
        if (configuration.forbid().contains(name)) {
            return "left out: accel.forbid has it";
        }
        boolean isUsed = configuration.use().isEmpty() || configuration.use().contains(name) || name.equals(PORTABLE);
        return isUsed ? "used" : "left out: accel.use does not have it";
    }

    /** Bytes per microsecond are megabytes of 1,000,000 bytes per second. */
    private void speeds() {
        SortedSet<Integer> sizes = new TreeSet<>();
        report.operations()
                .forEach(one -> one.offers()
                        .forEach(offer -> sizes.addAll(offer.nanosByBytes().keySet())));
        List<String> head = new ArrayList<>();
        sizes.forEach(bytes -> head.add(size(bytes)));
        head.addAll(List.of("call, ns", "ns/KB"));
        line("MB/s of calls of", "", head);
        for (RouterReport.Operation operation : report.operations()) {
            String name = operation.name();
            for (RouterReport.Offer offer : operation.offers()) {
                List<String> cells = new ArrayList<>();
                for (int bytes : sizes) {
                    Double nanos = offer.nanosByBytes().get(bytes);
                    cells.add(nanos == null ? "" : number(bytes / nanos * NANOS_PER_MICRO));
                }
                cells.add(number(offer.fixedNanos()));
                cells.add(number(offer.nanosPerByte() * KIB));
                line(name, offer.accelerator() + (offer.isResting() ? " (failed)" : ""), cells);
                name = "";
            }
        }
    }

    private void routes() {
        line("Calls go to");
        for (RouterReport.Operation operation : report.operations()) {
            List<String> steps = new ArrayList<>();
            for (RouterReport.Step step : operation.routes()) {
                steps.add((step.fromBytes() == 0 ? "" : "from " + size(step.fromBytes()) + " ") + step.accelerator());
            }
            line(operation.name(), String.join(", ", steps));
        }
    }

    private void line(String name, String text) {
        line(String.format("%-20s %s", name, text));
    }

    private void line(String name, String accelerator, List<String> cells) {
        StringBuilder line = new StringBuilder(String.format("%-20s %-18s", name, accelerator));
        cells.forEach(cell -> line.append(String.format(" %9s", cell)));
        line(line.toString());
    }

    private void line(String text) {
        out.append(text.stripTrailing()).append(System.lineSeparator());
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value < 10 ? "%.2f" : "%.0f", value);
    }

    private static String size(long bytes) {
        if (bytes >= KIB * KIB && bytes % (KIB * KIB) == 0) {
            return bytes / (KIB * KIB) + "mb";
        }
        return bytes >= KIB && bytes % KIB == 0 ? bytes / KIB + "kb" : bytes + "b";
    }
}
