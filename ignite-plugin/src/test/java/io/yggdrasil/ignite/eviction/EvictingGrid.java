package io.yggdrasil.ignite.eviction;

import io.yggdrasil.ignite.TestGrid;
import io.yggdrasil.ignite.Yggdrasil;
import io.yggdrasil.ignite.YggdrasilConfiguration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.apache.ignite.Ignite;
import org.apache.ignite.IgniteCache;
import org.apache.ignite.configuration.IgniteConfiguration;
import org.apache.ignite.failure.AbstractFailureHandler;
import org.apache.ignite.failure.FailureContext;

/** A grid with a small region in memory, which remembers the failures that would have stopped a node. */
final class EvictingGrid implements AutoCloseable {
    private final TestGrid grid;
    private final long regionBytes;
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();

    EvictingGrid(long regionBytes, UnaryOperator<YggdrasilConfiguration> plugin) {
        this.grid = new TestGrid(plugin, null);
        this.regionBytes = regionBytes;
    }

    /** Starts one more node. */
    Ignite start() {
        return start(regionBytes);
    }

    /** Starts one more node with a region of its own size. */
    Ignite start(long bytes) {
        IgniteConfiguration configuration = grid.configuration();
        configuration
                .getDataStorageConfiguration()
                .getDefaultDataRegionConfiguration()
                .setInitialSize(bytes)
                .setMaxSize(bytes);
        configuration.setFailureHandler(new AbstractFailureHandler() {
            @Override
            public boolean handle(Ignite node, FailureContext failure) {
                failures.add(failure.error());
                return false;
            }
        });
        return grid.start(configuration);
    }

    void stop(Ignite node) {
        grid.stop(node);
    }

    /** What would have stopped a node. */
    List<Throwable> failures() {
        return failures;
    }

    static IgniteCache<Object, Object> cache(Ignite node) {
        return Yggdrasil.of(node).namespaces().database(0).cache();
    }

    static Eviction eviction(Ignite node) {
        return Yggdrasil.of(node).eviction();
    }

    static Eviction.Use use(Ignite node) {
        return eviction(node).use().get(0);
    }

    @Override
    public void close() {
        grid.close();
    }
}
