package io.yggdrasil.resp.state;

import io.yggdrasil.ignite.internals.Checkpoints;
import io.yggdrasil.resp.command.server.Host;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.ignite.DataRegionMetrics;
import org.apache.ignite.Ignite;
import org.apache.ignite.configuration.DataRegionConfiguration;
import org.apache.ignite.configuration.DataStorageConfiguration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The server's host: a node of an Ignite grid in this process. */
public final class GridHost implements Host {
    private static final Logger LOG = LoggerFactory.getLogger(GridHost.class);
    private static final String DEVELOPMENT = "development";

    private final Ignite ignite;
    private final Supplier<@Nullable String> configurationWriter;
    private volatile Runnable stopper = () -> {};
    private volatile long lastSaveMillis = System.currentTimeMillis();

    /**
     * Makes the host of a started node.
     *
     * @param configurationWriter writes changed parameters to the configuration file; returns the reason when it cannot
     */
    public GridHost(Ignite ignite, Supplier<@Nullable String> configurationWriter) {
        this.ignite = ignite;
        this.configurationWriter = configurationWriter;
    }

    /** Makes the host of a started node that has no configuration file. */
    public GridHost(Ignite ignite) {
        this(ignite, () -> "The server is running without a config file");
    }

    /** What {@link #stop} does, on a thread of its own. */
    public void onStop(Runnable action) {
        stopper = action;
    }

    @Override
    public String version() {
        String version = GridHost.class.getPackage().getImplementationVersion();
        return version == null ? DEVELOPMENT : version;
    }

    @Override
    public String igniteVersion() {
        return ignite.version().toString().replaceAll("#.*", ""); // The build follows.
    }

    @Override
    public String nodeId() {
        return ignite.cluster().localNode().id().toString();
    }

    @Override
    public int nodeCount() {
        return ignite.cluster().forServers().nodes().size();
    }

    @Override
    public MemoryUse memory() {
        long used = 0;
        for (DataRegionMetrics region : ignite.dataRegionMetrics()) {
            used += region.getTotalUsedSize();
        }
        long maximum = regions().stream()
                .mapToLong(DataRegionConfiguration::getMaxSize)
                .sum();
        MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        return new MemoryUse(used, maximum, heap.getUsed(), heap.getMax());
    }

    @Override
    public boolean isPersistent() {
        return regions().stream().anyMatch(DataRegionConfiguration::isPersistenceEnabled);
    }

    private List<DataRegionConfiguration> regions() {
        DataStorageConfiguration storage = ignite.configuration().getDataStorageConfiguration();
        List<DataRegionConfiguration> regions = new ArrayList<>();
        if (storage != null) {
            regions.add(storage.getDefaultDataRegionConfiguration());
            if (storage.getDataRegionConfigurations() != null) {
                regions.addAll(List.of(storage.getDataRegionConfigurations()));
            }
        }
        return regions;
    }

    @Override
    public long lastSaveMillis() {
        return lastSaveMillis;
    }

    @Override
    public boolean save(Consumer<@Nullable String> whenDone) {
        if (!isPersistent()) {
            return false;
        }
        Checkpoints.request(ignite, "save command").whenComplete((done, failure) -> {
            if (failure == null) {
                lastSaveMillis = System.currentTimeMillis();
                whenDone.accept(null);
            } else {
                LOG.warn("A requested checkpoint failed", failure);
                whenDone.accept(String.valueOf(failure.getMessage()));
            }
        });
        return true;
    }

    @Override
    public void stop() {
        new Thread(stopper, "yggdrasil-shutdown-command").start();
    }

    @Override
    public @Nullable String rewriteConfiguration() {
        return configurationWriter.get();
    }
}
