package io.yggdrasil.resp.bench;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigRenderOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * How a server gets rid of many keys that expire within a short time, and what that costs other commands.
 *
 * <p>A paced client uses keys that do not expire. It is measured three times: before the first of the expiring keys
 * is due, from then until all of them are gone, and after that. The end is when DBSIZE, which counts expired keys that
 * were not removed yet, is back at the number of the others.
 */
final class ExpiryBench {
    private static final int VALUE_BYTES = 100;
    static final int OTHER_KEYS = 100_000;
    private static final long POLL_MILLIS = 100;
    private static final long PURGE_SECONDS_MAX = 600;

    private final int keys;
    private final int spanSeconds;
    private final int perSecond;
    private final int storedPerSecond;
    private final int partSeconds;
    private final PrintWriter console;

    /**
     * Makes a bench.
     *
     * @param keys number of keys that expire
     * @param spanSeconds in which time they do
     * @param perSecond other requests a second
     * @param storedPerSecond how many keys a second the server stores at least, which sets the time of the first expiry
     * @param partSeconds how long those are measured before the first key expires and after the last is gone
     * @param console told how it goes
     */
    ExpiryBench(int keys, int spanSeconds, int perSecond, int storedPerSecond, int partSeconds, PrintWriter console) {
        this.keys = keys;
        this.spanSeconds = spanSeconds;
        this.perSecond = perSecond;
        this.storedPerSecond = storedPerSecond;
        this.partSeconds = partSeconds;
        this.console = console;
    }

    /** Runs it; returns what was found, as JSON. The server is emptied before. */
    String run(ServerUnderTest server) throws IOException, InterruptedException {
        server.flush();
        Filler.fill(server.endpoint(), OTHER_KEYS, VALUE_BYTES);
        say(
                "%,d requests a second, half GET and half SET, at random instants; %,d keys expire within %d s",
                perSecond, keys, spanSeconds);
        try (PacedLoad load = start(server)) {
            TimeUnit.SECONDS.sleep(partSeconds);
            load.measure();
        }
        long expiredBefore = Long.parseLong(server.info("expired_keys"));
        long loadSeconds = 5 + keys / storedPerSecond;
        long firstExpiry = System.currentTimeMillis() + TimeUnit.SECONDS.toMillis(loadSeconds + 2 * partSeconds);
        long lastExpiry = firstExpiry + TimeUnit.SECONDS.toMillis(spanSeconds);
        ExpiringKeys.fill(server.endpoint(), keys, VALUE_BYTES, firstExpiry, lastExpiry - firstExpiry);
        if (System.currentTimeMillis() > firstExpiry - TimeUnit.SECONDS.toMillis(2 * partSeconds)) {
            throw new IOException("the server took more than " + loadSeconds + " s to store " + keys + " keys");
        }
        try (PacedLoad load = start(server)) {
            sleepUntil(firstExpiry - TimeUnit.SECONDS.toMillis(partSeconds));
            load.measure(); // What came until now served to warm up.
            sleepUntil(firstExpiry);
            Measurement before = load.measure();
            long purged = awaitPurged(server, lastExpiry);
            Measurement during = load.measure();
            long counted = Long.parseLong(server.info("expired_keys")) - expiredBefore;
            TimeUnit.SECONDS.sleep(partSeconds);
            return report(before, during, load.measure(), purged - lastExpiry, counted);
        }
    }

    private static void sleepUntil(long millis) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(Math.max(0, millis - System.currentTimeMillis()));
    }

    private PacedLoad start(ServerUnderTest server) throws IOException {
        return new PacedLoad(server.endpoint(), perSecond, OTHER_KEYS, VALUE_BYTES);
    }

    private long awaitPurged(ServerUnderTest server, long lastExpiry) throws IOException, InterruptedException {
        long end = lastExpiry + TimeUnit.SECONDS.toMillis(PURGE_SECONDS_MAX);
        long nextLine = System.currentTimeMillis();
        while (true) {
            long size = server.size();
            long now = System.currentTimeMillis();
            if (size <= OTHER_KEYS && now > lastExpiry) {
                return now;
            }
            if (now > end) {
                throw new IOException(
                        size - OTHER_KEYS + " keys were not purged " + PURGE_SECONDS_MAX + " s after their time");
            }
            if (now >= nextLine) {
                long overdue = size - OTHER_KEYS - Math.max(0, (lastExpiry - now) * keys / (1000L * spanSeconds));
                say(
                        "  %4d s to the last expiry: %,9d keys left, %,9d of them overdue",
                        (lastExpiry - now) / 1000, size - OTHER_KEYS, Math.max(0, overdue));
                nextLine += TimeUnit.SECONDS.toMillis(10);
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
    }

    private String report(Measurement before, Measurement during, Measurement after, long lateMillis, long counted) {
        double ratio = during.p99Millis() / Math.min(before.p99Millis(), after.p99Millis());
        sayFigures("before expiry", before);
        sayFigures("during expiry", during);
        sayFigures("after expiry", after);
        say(
                "p99 %.2f times the lower of the others; all purged %.1f s after the last one's time; expired_keys grew by %,d",
                ratio, lateMillis / 1000.0, counted);
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("keys", keys);
        all.put("spanSeconds", spanSeconds);
        all.put("requestsPerSecond", perSecond);
        all.put("processors", Runtime.getRuntime().availableProcessors());
        all.put("before", figures(before));
        all.put("during", figures(during));
        all.put("after", figures(after));
        all.put("p99Ratio", ratio);
        all.put("purgedSecondsAfterLastExpiry", lateMillis / 1000.0);
        all.put("expiredKeysCounted", counted);
        return ConfigFactory.parseMap(all)
                .root()
                .render(ConfigRenderOptions.concise().setFormatted(true).setJson(true));
    }

    private static Map<String, Object> figures(Measurement taken) {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("perSecond", taken.perSecond());
        figures.put("p50Millis", taken.p50Millis());
        figures.put("p99Millis", taken.p99Millis());
        figures.put("p999Millis", taken.p999Millis());
        return figures;
    }

    private void sayFigures(String name, Measurement taken) {
        say(
                "%-14s %8.0f/s  p50 %7.3f  p99 %7.3f  p99.9 %7.3f ms",
                name, taken.perSecond(), taken.p50Millis(), taken.p99Millis(), taken.p999Millis());
    }

    private void say(String format, Object... arguments) {
        console.println(String.format(Locale.ROOT, format, arguments));
        console.flush();
    }
}
