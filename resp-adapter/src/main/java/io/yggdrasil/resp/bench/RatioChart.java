package io.yggdrasil.resp.bench;

import java.util.List;
import java.util.Locale;

/** A bar a workload: how many times the first server's rate the other one reaches. Plain SVG, no script. */
final class RatioChart {
    private static final int LABEL_WIDTH = 300;
    private static final int PLOT_WIDTH = 460;
    private static final int ROW_HEIGHT = 22;
    private static final int TOP = 56;

    private RatioChart() {}

    static String svg(BenchReport report, String server) {
        List<Workload> workloads = report.workloads().stream()
                .filter(workload -> !Double.isNaN(report.ratio(workload, server)))
                .toList();
        double most = workloads.stream()
                .mapToDouble(workload -> report.ratio(workload, server))
                .reduce(1.2, Math::max);
        int height = TOP + workloads.size() * ROW_HEIGHT + 24;
        int width = LABEL_WIDTH + PLOT_WIDTH + 60;
        StringBuilder out = new StringBuilder(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" font-family=\"sans-serif\""
                        + " font-size=\"12\">%n<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>%n",
                width,
                height));
        out.append(String.format(
                Locale.ROOT,
                "<text x=\"12\" y=\"24\" font-size=\"15\">Requests a second, %s / %s</text>%n",
                escape(server),
                escape(report.servers().get(0))));
        for (int i = 0; i < workloads.size(); i++) {
            appendRow(out, report, workloads.get(i), server, TOP + i * ROW_HEIGHT, most);
        }
        double one = LABEL_WIDTH + PLOT_WIDTH / most;
        out.append(String.format(
                Locale.ROOT,
                "<line x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\" stroke=\"#333\" stroke-dasharray=\"4 3\"/>%n"
                        + "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">1.0</text>%n</svg>%n",
                one,
                TOP - 6,
                one,
                height - 20,
                one,
                TOP - 10));
        return out.toString();
    }

    private static void appendRow(
            StringBuilder out, BenchReport report, Workload workload, String server, int y, double most) {
        double ratio = report.ratio(workload, server);
        double length = PLOT_WIDTH * ratio / most;
        out.append(String.format(
                Locale.ROOT,
                "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>%n"
                        + "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>%n"
                        + "<text x=\"%.1f\" y=\"%d\">%.2f</text>%n",
                LABEL_WIDTH - 8,
                y + 14,
                escape(workload.title()),
                LABEL_WIDTH,
                y + 3,
                length,
                ROW_HEIGHT - 6,
                ratio >= 1 ? "#2b7a4b" : "#b5742a",
                LABEL_WIDTH + length + 6,
                y + 14,
                ratio));
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
