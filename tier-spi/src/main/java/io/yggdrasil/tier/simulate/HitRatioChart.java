package io.yggdrasil.tier.simulate;

import io.yggdrasil.tier.policy.PolicyKind;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Hit ratio over cache size, a line for each policy. The size is on a logarithmic axis. Plain SVG, no script. */
public final class HitRatioChart {
    private static final int LEFT = 60;
    private static final int TOP = 40;
    private static final int WIDTH = 560;
    private static final int HEIGHT = 320;
    private static final List<String> COLOURS =
            List.of("#111111", "#2b7a4b", "#b5742a", "#2a5db5", "#9b2a8f", "#c0392b", "#7f8c8d");

    private HitRatioChart() {}

    /**
     * The chart of one trace.
     *
     * @param results of one trace, with one size at least
     */
    public static String svg(List<Simulation.Result> results) {
        double least = results.stream()
                .mapToLong(Simulation.Result::capacityBytes)
                .min()
                .orElseThrow();
        double most = results.stream()
                .mapToLong(Simulation.Result::capacityBytes)
                .max()
                .orElseThrow();
        StringBuilder out = new StringBuilder(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" font-family=\"sans-serif\""
                        + " font-size=\"12\">%n<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>%n"
                        + "<text x=\"12\" y=\"24\" font-size=\"15\">Hit ratio, %s</text>%n",
                LEFT + WIDTH + 130,
                TOP + HEIGHT + 50,
                escape(results.get(0).trace())));
        for (int percent = 0; percent <= 100; percent += 20) {
            double y = y(percent / 100.0);
            out.append(String.format(
                    Locale.ROOT,
                    "<line x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\" stroke=\"#ddd\"/>%n"
                            + "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%d %%</text>%n",
                    LEFT,
                    y,
                    LEFT + WIDTH,
                    y,
                    LEFT - 6,
                    y + 4,
                    percent));
        }
        results.stream()
                .map(Simulation.Result::capacityBytes)
                .distinct()
                .forEach(bytes -> out.append(String.format(
                        Locale.ROOT,
                        "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%d</text>%n",
                        x(bytes, least, most),
                        TOP + HEIGHT + 18,
                        bytes)));
        List<PolicyKind> policies = SimulationReport.policies(results);
        for (int i = 0; i < policies.size(); i++) {
            appendLine(out, results, policies.get(i), i, least, most);
        }
        return out.append("</svg>\n").toString();
    }

    private static void appendLine(
            StringBuilder out,
            List<Simulation.Result> results,
            PolicyKind policy,
            int index,
            double least,
            double most) {
        String colour = COLOURS.get(index % COLOURS.size());
        StringBuilder points = new StringBuilder();
        results.stream()
                .filter(result -> result.policy() == policy)
                .sorted(Comparator.comparingLong(Simulation.Result::capacityBytes))
                .forEach(result -> points.append(String.format(
                        Locale.ROOT, "%.1f,%.1f ", x(result.capacityBytes(), least, most), y(result.hitRatio()))));
        out.append(String.format(
                Locale.ROOT,
                "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>%n"
                        + "<text x=\"%d\" y=\"%d\" fill=\"%s\">%s</text>%n",
                points.toString().strip(),
                colour,
                LEFT + WIDTH + 12,
                TOP + 14 + index * 18,
                colour,
                policy.label()));
    }

    private static double x(double bytes, double least, double most) {
        return least == most ? LEFT + WIDTH / 2.0 : LEFT + WIDTH * Math.log(bytes / least) / Math.log(most / least);
    }

    private static double y(double ratio) {
        return TOP + HEIGHT * (1 - ratio);
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
