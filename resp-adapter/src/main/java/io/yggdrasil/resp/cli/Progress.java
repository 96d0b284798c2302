package io.yggdrasil.resp.cli;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** How far a transfer is: on a terminal one line that changes twice a second, elsewhere a line every ten seconds. */
final class Progress {
    private static final long TERMINAL_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long ELSEWHERE_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final String WIPE = "\r\033[K";
    private static final String UNITS = "kMGTPE";

    private final PrintWriter out;
    private final boolean isTerminal;
    private final LongSupplier nanoTime;
    private final long startNanos;
    private long shownNanos;

    /**
     * Progress from now on.
     *
     * @param nanoTime the time in nanoseconds since any time
     */
    Progress(PrintWriter out, boolean isTerminal, LongSupplier nanoTime) {
        this.out = out;
        this.isTerminal = isTerminal;
        this.nanoTime = nanoTime;
        this.startNanos = nanoTime.getAsLong();
        this.shownNanos = startNanos;
    }

    static Progress of(PrintWriter out) {
        return new Progress(out, System.console() != null, System::nanoTime);
    }

    /**
     * Shows how far it is when that was not shown of late.
     *
     * @param act what is done
     * @param keys number of keys done
     * @param bytes number of bytes done
     * @param part what part of all is done, 0 to 1
     */
    void show(String act, long keys, long bytes, double part) {
        long now = nanoTime.getAsLong();
        if (now - shownNanos < (isTerminal ? TERMINAL_NANOS : ELSEWHERE_NANOS)) {
            return;
        }
        shownNanos = now;
        String line = String.format(
                Locale.ROOT,
                "%s: %,d keys, %s (%.0f %%), %s/s",
                act,
                keys,
                size(bytes),
                100 * Math.min(1, part),
                size(rate(bytes, now)));
        out.print(isTerminal ? WIPE + line : line + System.lineSeparator());
        out.flush();
    }

    /** Takes away what is on a terminal, for something else to be printed. */
    void wipe() {
        if (isTerminal) {
            out.print(WIPE);
            out.flush();
        }
    }

    /** How long it took and how many bytes a second that makes. */
    String total(long bytes) {
        long now = nanoTime.getAsLong();
        double seconds = (now - startNanos) / (double) TimeUnit.SECONDS.toNanos(1);
        return String.format(Locale.ROOT, "%s in %.1f s (%s/s)", size(bytes), seconds, size(rate(bytes, now)));
    }

    private double rate(long bytes, long now) {
        return bytes * (double) TimeUnit.SECONDS.toNanos(1) / Math.max(1, now - startNanos);
    }

    /** Bytes as people read them. */
    static String size(double bytes) {
        double number = bytes;
        int unit = -1;
        for (; number >= 1_000 && unit < UNITS.length() - 1; unit++) {
            number /= 1_000;
        }
        return unit < 0
                ? String.format(Locale.ROOT, "%.0f B", number)
                : String.format(Locale.ROOT, "%.1f %cB", number, UNITS.charAt(unit));
    }
}
