package io.yggdrasil.ignite.internals;

import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.ignite.Ignite;
import org.apache.ignite.internal.IgniteEx;
import org.apache.ignite.internal.processors.metric.MetricRegistryImpl;

/**
 * Numbers of the plugin among Ignite's metrics, where JMX, SQL ({@code SYS.METRICS}) and exporters find them. Checked on
 * Ignite 2.17.0: {@code GridMetricManager.registry}.
 */
public final class NodeMetrics {
    private NodeMetrics() {}

    /** Adds metrics to a registry of the node, making it if need be. */
    public static void register(Ignite ignite, String registry, Map<String, LongSupplier> metrics) {
        MetricRegistryImpl target = ((IgniteEx) ignite).context().metric().registry(registry);
        metrics.forEach((name, value) -> target.register(name, value, null));
    }
}
