package io.yggdrasil.ignite.internals;

import io.yggdrasil.ignite.internals.InternalsCheck.Hook;
import java.lang.reflect.Field;
import java.util.List;
import org.apache.ignite.IgniteCheckedException;
import org.apache.ignite.internal.metric.IoStatisticsHolder;
import org.apache.ignite.internal.metric.IoStatisticsHolderNoOp;
import org.apache.ignite.internal.processors.cache.CacheGroupContext;
import org.apache.ignite.internal.processors.metric.GridMetricManager;

/**
 * Switches off Ignite's counters of page reads ({@code statistics.io}) for the groups of namespaces.
 *
 * <p>They count each visit of a page in two shared adders and look up a thread local, three to five times a key: a fifth
 * of the time of a read (JFR, GET over a million keys). Ignite has no setting for it; only its system caches go without.
 * The group keeps them in two final fields, which nothing has read yet when the group's store manager starts.
 */
final class PageStatistics {
    private static final String INDEX_FIELD = "statHolderIdx";
    private static final String DATA_FIELD = "statHolderData";

    private PageStatistics() {}

    static List<Hook> hooks() {
        String reason = "read pages without counting them";
        return List.of(
                Hook.field(reason, CacheGroupContext.class, INDEX_FIELD, IoStatisticsHolder.class),
                Hook.field(reason, CacheGroupContext.class, DATA_FIELD, IoStatisticsHolder.class));
    }

    /** Stops counting for a group whose stores are not made yet. */
    static void disable(CacheGroupContext group) throws IgniteCheckedException {
        GridMetricManager metrics = group.shared().kernalContext().metric();
        for (String name : new String[] {INDEX_FIELD, DATA_FIELD}) {
            try {
                Field field = CacheGroupContext.class.getDeclaredField(name);
                field.setAccessible(true);
                IoStatisticsHolder counting = (IoStatisticsHolder) field.get(group);
                if (counting != IoStatisticsHolderNoOp.INSTANCE) {
                    metrics.remove(counting.metricRegistryName(), false);
                    field.set(group, IoStatisticsHolderNoOp.INSTANCE);
                }
            } catch (ReflectiveOperationException e) {
                throw new IgniteCheckedException("page statistics of " + group.cacheOrGroupName() + " stay on", e);
            }
        }
    }
}
