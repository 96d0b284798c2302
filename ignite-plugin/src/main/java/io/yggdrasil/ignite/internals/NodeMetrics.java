package io.yggdrasil.ignite.internals;

import io.yggdrasil.ignite.statistics.ReadTimes;
import java.util.Arrays;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.ignite.Ignite;
import org.apache.ignite.internal.IgniteEx;
import org.apache.ignite.internal.processors.metric.AbstractMetric;
import org.apache.ignite.internal.processors.metric.GridMetricManager;
import org.apache.ignite.internal.processors.metric.MetricRegistryImpl;
import org.apache.ignite.internal.processors.metric.impl.MetricUtils;
import org.apache.ignite.spi.metric.HistogramMetric;

/**
 * Numbers of the plugin among Ignite's metrics, where JMX, SQL ({@code SYS.METRICS}) and exporters find them. Checked on
 * Ignite 2.17.0: {@code GridMetricManager.registry}, {@code remove}; {@code MetricRegistryImpl.register(Metric)}.
 */
public final class NodeMetrics {
    private NodeMetrics() {}

    /**
     * Adds metrics to a registry of the node, making it if need be.
     *
     * @param numbers what has one number, by name
     * @param times what is a histogram, by name, in nanoseconds
     */
    public static void register(
            Ignite ignite, String registry, Map<String, LongSupplier> numbers, Map<String, Supplier<ReadTimes>> times) {
        MetricRegistryImpl target = metrics(ignite).registry(registry);
        numbers.forEach((name, value) -> target.register(name, value, null));
        times.forEach((name, value) -> target.register(new Histogram(MetricUtils.metricName(registry, name), value)));
    }

    /** Removes a registry; none there is no mistake. */
    public static void remove(Ignite ignite, String registry) {
        metrics(ignite).remove(registry, false);
    }

    private static GridMetricManager metrics(Ignite ignite) {
        return ((IgniteEx) ignite).context().metric();
    }

    /** A view of read times. Ignite's own histogram would have to be written on each read beside them. */
    private static final class Histogram extends AbstractMetric implements HistogramMetric {
        private final Supplier<ReadTimes> times;

        Histogram(String name, Supplier<ReadTimes> times) {
            super(name, "Reads by nanoseconds, one in 257 of them");
            this.times = times;
        }

        @Override
        public long[] bounds() {
            return ReadTimes.boundsNanos();
        }

        @Override
        public long[] value() {
            return times.get().histogram();
        }

        @Override
        public Class<long[]> type() {
            return long[].class;
        }

        @Override
        public String getAsString() {
            return Arrays.toString(value());
        }
    }
}
