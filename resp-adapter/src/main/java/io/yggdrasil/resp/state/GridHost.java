package io.yggdrasil.resp.state;

import io.yggdrasil.resp.command.server.Host;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.ignite.DataRegionMetrics;
import org.apache.ignite.Ignite;
import org.apache.ignite.configuration.DataRegionConfiguration;
import org.apache.ignite.configuration.DataStorageConfiguration;
import org.jspecify.annotations.Nullable;

/** The server's host: a node of an Ignite grid in this process. */
public final class GridHost implements Host {
    private static final String DEVELOPMENT = "development";

    private final Ignite ignite;
    private final Supplier<@Nullable String> configurationWriter;
    private final long startMillis = System.currentTimeMillis();

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
        return startMillis;
    }

    @Override
    public @Nullable String rewriteConfiguration() {
        return configurationWriter.get();
    }
}
