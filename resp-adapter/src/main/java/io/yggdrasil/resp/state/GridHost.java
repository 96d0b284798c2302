package io.yggdrasil.resp.state;

import io.yggdrasil.ignite.Namespace;
import io.yggdrasil.ignite.Yggdrasil;
import io.yggdrasil.ignite.internals.Checkpoints;
import io.yggdrasil.resp.command.server.Evictor;
import io.yggdrasil.resp.command.server.Host;
import io.yggdrasil.resp.command.server.Replication;
import io.yggdrasil.resp.grid.Grid;
import java.io.File;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

    /** What an entry takes beyond its value, roughly. */
    private static final int ENTRY_BYTES = 128;

    private static final String DEVELOPMENT = "development";

    private final Grid grid;
    private final Ignite ignite;
    private final Evictor evictor;
    private final Consumer<String> onFatal;
    private final Supplier<@Nullable String> configurationWriter;

    /** Where Ignite's log is; null where data are not on disk. */
    private final @Nullable File log;

    private volatile Runnable stopper = () -> {};
    private volatile Replication replication = Replication.NONE;
    private volatile long lastSaveMillis = System.currentTimeMillis();

    /**
     * Makes the host of a started node.
     *
     * @param grid the node's databases
     * @param onFatal ends the node or the process, for a reason in one line
     * @param configurationWriter writes changed parameters to the configuration file; returns the reason when it cannot
     */
    public GridHost(Grid grid, Consumer<String> onFatal, Supplier<@Nullable String> configurationWriter) {
        this.onFatal = onFatal;
        this.grid = grid;
        this.ignite = grid.ignite();
        this.evictor = new GridEvictor(Yggdrasil.of(ignite).eviction());
        this.configurationWriter = configurationWriter;
        String folder = ignite.configuration().getDataStorageConfiguration().getWalPath();
        this.log = isPersistent() && folder != null ? new File(folder) : null;
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
    public int copies() {
        Namespace database = Yggdrasil.of(ignite).namespaces().databaseIfStarted(0);
        int wanted = database == null ? 0 : database.policy().backups();
        return Math.min(wanted, nodeCount() - 1);
    }

    @Override
    public Map<String, String> tiers() {
        return TierFacts.of(grid, regions());
    }

    @Override
    public boolean isFull() {
        return grid.isFull();
    }

    @Override
    public Evictor evictor() {
        return evictor;
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

    @Override
    public long freeDiskBytes() {
        File known = log;
        return known == null ? Long.MAX_VALUE : known.getUsableSpace();
    }

    @Override
    public void fail(String reason) {
        onFatal.accept(reason);
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
    public long expiredKeys() {
        return Yggdrasil.of(ignite).mutations().expiredCount();
    }

    @Override
    public void activeExpiry(boolean on) {
        Yggdrasil.of(ignite).expiry().enable(on);
        grid.fieldExpiry().enable(on);
        grid.holdExpiry(!on);
    }

    @Override
    public void populate(int database, long count, String prefix, int bytes, Consumer<@Nullable String> whenDone) {
        MemoryUse memory = memory();
        long needed = count * (bytes + ENTRY_BYTES + prefix.length());
        if (!isPersistent() && needed > memory.dataBytesMax() - memory.dataBytes()) {
            whenDone.accept("not enough memory for so many keys");
            return;
        }
        new Thread(() -> whenDone.accept(fill(database, count, prefix, bytes)), "yggdrasil-populate").start();
    }

    private @Nullable String fill(int database, long count, String prefix, int bytes) {
        try {
            new Filling(ignite, database, prefix, bytes).run(count);
            return null;
        } catch (RuntimeException e) {
            LOG.warn("DEBUG POPULATE failed", e);
            return String.valueOf(e.getMessage());
        }
    }

    /** Sets whose replica the grid is, and what makes it one. */
    public void replication(Replication value) {
        replication = value;
    }

    @Override
    public Replication replication() {
        return replication;
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
