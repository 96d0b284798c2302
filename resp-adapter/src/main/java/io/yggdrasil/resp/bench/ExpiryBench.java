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
 * <p>A paced client uses keys that do not expire. It is measured twice over the same data: before the first of the
 * expiring keys is due, and from then until all of them are gone. The end is when DBSIZE, which counts expired keys that
 * were not removed yet, is back at the number of the others.
 */
final class ExpiryBench {
    private static final int VALUE_BYTES = 100;
    static final int OTHER_KEYS = 100_000;
    private static final int LOAD_KEYS_PER_SECOND_MIN = 100_000;
    private static final long POLL_MILLIS = 100;
    private static final long PURGE_SECONDS_MAX = 600;

    private final int keys;
    private final int spanSeconds;
    private final int perSecond;
    private final int beforeSeconds;
    private final PrintWriter console;

    /**
     * Makes a bench.
     *
     * @param keys number of keys that expire
     * @param spanSeconds in which time they do
     * @param perSecond other requests a second
     * @param beforeSeconds how long those are measured before the first key expires, at least five
     * @param console told how it goes
     */
    ExpiryBench(int keys, int spanSeconds, int perSecond, int beforeSeconds, PrintWriter console) {
        this.keys = keys;
        this.spanSeconds = spanSeconds;
        this.perSecond = perSecond;
        this.beforeSeconds = beforeSeconds;
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
            TimeUnit.SECONDS.sleep(beforeSeconds);
            load.finish();
        }
        long expiredBefore = Long.parseLong(server.info("expired_keys"));
        long loadSeconds = 5 + keys / LOAD_KEYS_PER_SECOND_MIN;
        long firstExpiry = System.currentTimeMillis() + TimeUnit.SECONDS.toMillis(loadSeconds + beforeSeconds);
        long lastExpiry = firstExpiry + TimeUnit.SECONDS.toMillis(spanSeconds);
        ExpiringKeys.fill(server.endpoint(), keys, VALUE_BYTES, firstExpiry, lastExpiry - firstExpiry);
        long left = firstExpiry - System.currentTimeMillis();
        if (left < TimeUnit.SECONDS.toMillis(beforeSeconds) / 2) {
            throw new IOException("the server took too long to store " + keys + " keys");
        }
        say("loaded in %.1f s", loadSeconds + beforeSeconds - left / 1000.0);
        Measurement before;
        try (PacedLoad load = start(server)) {
            TimeUnit.MILLISECONDS.sleep(firstExpiry - System.currentTimeMillis());
            before = load.finish();
        }
        Measurement during;
        long purgedMillis;
        try (PacedLoad load = start(server)) {
            purgedMillis = awaitPurged(server, lastExpiry);
            during = load.finish();
        }
        long counted = Long.parseLong(server.info("expired_keys")) - expiredBefore;
        return report(before, during, purgedMillis - lastExpiry, counted);
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

    private String report(Measurement before, Measurement during, long lateMillis, long counted) {
        double ratio = during.p99Millis() / before.p99Millis();
        say(
                "before expiry  %8.0f/s  p50 %7.3f  p99 %7.3f  p99.9 %7.3f ms",
                before.perSecond(), before.p50Millis(), before.p99Millis(), before.p999Millis());
        say(
                "during expiry  %8.0f/s  p50 %7.3f  p99 %7.3f  p99.9 %7.3f ms",
                during.perSecond(), during.p50Millis(), during.p99Millis(), during.p999Millis());
        say(
                "p99 %.2fx; all purged %.1f s after the last one's time; expired_keys grew by %,d",
                ratio, lateMillis / 1000.0, counted);
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("keys", keys);
        all.put("spanSeconds", spanSeconds);
        all.put("requestsPerSecond", perSecond);
        all.put("processors", Runtime.getRuntime().availableProcessors());
        all.put("before", figures(before));
        all.put("during", figures(during));
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

    private void say(String format, Object... arguments) {
        console.println(String.format(Locale.ROOT, format, arguments));
        console.flush();
    }
}
