package io.yggdrasil.ignite.internals;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.yggdrasil.ignite.FreePort;
import io.yggdrasil.ignite.mutation.Mutations;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.ignite.Ignite;
import org.apache.ignite.IgniteCache;
import org.apache.ignite.IgniteCheckedException;
import org.apache.ignite.Ignition;
import org.apache.ignite.cache.CacheEntryVersion;
import org.apache.ignite.cache.affinity.rendezvous.RendezvousAffinityFunction;
import org.apache.ignite.cluster.ClusterNode;
import org.apache.ignite.cluster.ClusterState;
import org.apache.ignite.configuration.CacheConfiguration;
import org.apache.ignite.configuration.DataPageEvictionMode;
import org.apache.ignite.configuration.DataRegionConfiguration;
import org.apache.ignite.configuration.DataStorageConfiguration;
import org.apache.ignite.configuration.IgniteConfiguration;
import org.apache.ignite.configuration.WALMode;
import org.apache.ignite.internal.IgniteEx;
import org.apache.ignite.internal.processors.cache.GridCacheContext;
import org.apache.ignite.internal.processors.cache.IgniteCacheOffheapManager.CacheDataStore;
import org.apache.ignite.internal.processors.cache.persistence.CacheDataRow;
import org.apache.ignite.internal.processors.cache.persistence.GridCacheDatabaseSharedManager;
import org.apache.ignite.internal.util.lang.GridCursor;
import org.apache.ignite.logger.slf4j.Slf4jLogger;
import org.apache.ignite.plugin.CachePluginContext;
import org.apache.ignite.plugin.CachePluginProvider;
import org.apache.ignite.plugin.ExtensionRegistry;
import org.apache.ignite.plugin.IgnitePlugin;
import org.apache.ignite.plugin.PluginContext;
import org.apache.ignite.plugin.PluginProvider;
import org.apache.ignite.plugin.PluginValidationException;
import org.apache.ignite.spi.communication.tcp.TcpCommunicationSpi;
import org.apache.ignite.spi.discovery.tcp.TcpDiscoverySpi;
import org.apache.ignite.spi.discovery.tcp.ipfinder.vm.TcpDiscoveryVmIpFinder;

/**
 * A real Ignite node with the data-store decorator installed. It watches every cache but those whose name starts with
 * {@code plain}.
 */
final class WatchedNode implements AutoCloseable {
    static final String EVICTING_REGION = "evicting";
    static final int PARTITIONS = 32;

    static {
        // Not quiet means that start-up chatter goes to the logger, which drops it, instead of to the console.
        System.setProperty("IGNITE_QUIET", "false");
        System.setProperty("IGNITE_NO_ASCII", "true");
        System.setProperty("IGNITE_PERFORMANCE_SUGGESTIONS_DISABLED", "true");
    }

    private final IgniteEx ignite;
    private final Mutations mutations;
    private final ActiveExpiry expiry;

    private WatchedNode(IgniteEx ignite, Mutations mutations, ActiveExpiry expiry) {
        this.ignite = ignite;
        this.mutations = mutations;
        this.expiry = expiry;
    }

    /** What a node is to be: a name, in memory or in a folder, joined to a cluster at a discovery port. */
    static final class Builder {
        private final String name;
        private int discoveryPort = FreePort.find();
        private int portRange;
        private Path folder;
        private boolean decorated = true;
        private Consumer<Mutations> onInstalled = mutations -> {};
        private Consumer<IgniteConfiguration> tuning = configuration -> {};
        private HotCopies copies;

        private Builder(String name) {
            this.name = name;
        }

        Builder cluster(int discoveryPort) {
            this.discoveryPort = discoveryPort;
            this.portRange = 3;
            return this;
        }

        Builder persistentIn(Path folder) {
            this.folder = folder;
            return this;
        }

        Builder undecorated() {
            this.decorated = false;
            return this;
        }

        /** Called during the node's start, before the first cache starts. */
        Builder onInstalled(Consumer<Mutations> onInstalled) {
            this.onInstalled = onInstalled;
            return this;
        }

        /** Gives the node a hot tier. */
        Builder hotTier(HotCopies copies) {
            this.copies = copies;
            return this;
        }

        Builder tuned(Consumer<IgniteConfiguration> tuning) {
            this.tuning = tuning;
            return this;
        }

        WatchedNode start() {
            Installer installer = new Installer(onInstalled, copies);
            TcpDiscoverySpi discovery = new TcpDiscoverySpi()
                    .setLocalPort(discoveryPort)
                    .setLocalPortRange(portRange)
                    .setIpFinder(new TcpDiscoveryVmIpFinder()
                            .setAddresses(Set.of("127.0.0.1:" + discoveryPort + ".." + (discoveryPort + portRange))));
            discovery.setLocalAddress("127.0.0.1");
            TcpCommunicationSpi communication = new TcpCommunicationSpi();
            communication.setLocalAddress("127.0.0.1");
            communication.setLocalPort(FreePort.find());
            IgniteConfiguration configuration = new IgniteConfiguration()
                    .setIgniteInstanceName(name)
                    .setConsistentId(name)
                    .setGridLogger(new Slf4jLogger())
                    .setLocalHost("127.0.0.1")
                    .setDiscoverySpi(discovery)
                    .setCommunicationSpi(communication)
                    .setClientConnectorConfiguration(null)
                    .setConnectorConfiguration(null)
                    .setMetricsLogFrequency(0)
                    .setFailureDetectionTimeout(30_000)
                    .setDataStorageConfiguration(storage());
            if (decorated) {
                configuration.setPluginProviders(installer);
            }
            if (folder != null) {
                configuration.setWorkDirectory(folder.toString());
            }
            tuning.accept(configuration);
            IgniteEx ignite = (IgniteEx) Ignition.start(configuration);
            ignite.cluster().state(ClusterState.ACTIVE);
            return new WatchedNode(ignite, installer.mutations, installer.expiry);
        }

        private DataStorageConfiguration storage() {
            DataRegionConfiguration standard = new DataRegionConfiguration()
                    .setName("standard")
                    .setInitialSize(16L << 20)
                    .setMaxSize(128L << 20)
                    .setPersistenceEnabled(folder != null);
            DataRegionConfiguration evicting = new DataRegionConfiguration()
                    .setName(EVICTING_REGION)
                    .setInitialSize(12L << 20)
                    .setMaxSize(12L << 20)
                    .setPageEvictionMode(DataPageEvictionMode.RANDOM_2_LRU);
            return new DataStorageConfiguration()
                    .setSystemRegionInitialSize(10L << 20)
                    .setSystemRegionMaxSize(40L << 20)
                    .setDefaultDataRegionConfiguration(standard)
                    .setDataRegionConfigurations(evicting)
                    .setWalMode(WALMode.LOG_ONLY)
                    .setWalSegments(3)
                    .setWalSegmentSize(4 << 20)
                    .setCheckpointFrequency(TimeUnit.HOURS.toMillis(1));
        }
    }

    static Builder named(String name) {
        return new Builder(name + "-" + UUID.randomUUID());
    }

    Ignite ignite() {
        return ignite;
    }

    IgniteEx internals() {
        return ignite;
    }

    Mutations mutations() {
        return mutations;
    }

    ActiveExpiry expiry() {
        return expiry;
    }

    <K, V> IgniteCache<K, V> cache(CacheConfiguration<K, V> configuration) {
        return ignite.getOrCreateCache(configuration);
    }

    /** Starts recording what happens in a cache, which need not be there yet. */
    Recorder record(String cacheName) {
        return Recorder.on(mutations.watch(cacheName));
    }

    ClusterNode localNode() {
        return ignite.localNode();
    }

    /** The versions of the rows that this node holds of a cache, primaries and backups, read from page memory. */
    Map<Object, CacheEntryVersion> versions(String cacheName) {
        GridCacheContext<?, ?> context = ignite.cachex(cacheName).context();
        Map<Object, CacheEntryVersion> versions = new HashMap<>();
        context.shared().database().checkpointReadLock();
        try {
            for (CacheDataStore store : context.offheap().cacheDataStores()) {
                GridCursor<? extends CacheDataRow> rows = store.cursor();
                while (rows.next()) {
                    Object key = rows.get().key().value(context.cacheObjectContext(), false);
                    versions.put(key, rows.get().version());
                }
            }
        } catch (IgniteCheckedException e) {
            throw new AssertionError(e);
        } finally {
            context.shared().database().checkpointReadUnlock();
        }
        return versions;
    }

    /** Writes all changes to disk. */
    void checkpoint() {
        try {
            ((GridCacheDatabaseSharedManager) ignite.context().cache().context().database()).waitForCheckpoint("test");
        } catch (IgniteCheckedException e) {
            throw new AssertionError(e);
        }
    }

    /** Stops the node as its operator would. */
    void stop() {
        Ignition.stop(ignite.name(), false);
    }

    /** Stops the node without a checkpoint. */
    @Override
    public void close() {
        Ignition.stop(ignite.name(), true);
    }

    static <V> CacheConfiguration<String, V> configuration(String cacheName) {
        return new CacheConfiguration<String, V>(cacheName)
                .setCopyOnRead(false)
                .setAffinity(new RendezvousAffinityFunction(false, PARTITIONS));
    }

    /** Polls until the condition holds; fails after a minute. */
    static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadline, () -> "still not: " + what);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
        }
    }

    /** Who owns what; it is being decided for a moment after a cache has started. */
    static PartitionView awaitView(EntryStore of) {
        await("ownership of " + of.name(), () -> of.view() != null);
        return Objects.requireNonNull(of.view());
    }

    /** The plugin that installs the decorator, as small as a plugin can be. */
    private static final class Installer implements PluginProvider<InstallerConfiguration> {
        private final Consumer<Mutations> onInstalled;
        private final HotCopies copies;
        private Mutations mutations;
        private ActiveExpiry expiry;

        Installer(Consumer<Mutations> onInstalled, HotCopies copies) {
            this.onInstalled = onInstalled;
            this.copies = copies;
        }

        @Override
        public String name() {
            return "decorator under test";
        }

        @Override
        public String version() {
            return "1";
        }

        @Override
        public String copyright() {
            return "";
        }

        @Override
        @SuppressWarnings("unchecked") // the caller names the plugin's type
        public <T extends IgnitePlugin> T plugin() {
            return (T) new IgnitePlugin() {};
        }

        @Override
        public void initExtensions(PluginContext context, ExtensionRegistry registry) {
            expiry = new ActiveExpiry("test", context.log(ActiveExpiry.class));
            mutations = DataStoreDecorator.install(
                    context,
                    cache -> !cache.getName().startsWith("plain"),
                    expiry,
                    copies,
                    new NodeReaper(context.log(NodeReaper.class)),
                    new Intents(NodeMessages.install(context, registry)));
            onInstalled.accept(mutations);
        }

        @Override
        public <T> T createComponent(PluginContext context, Class<T> type) {
            return null;
        }

        @Override
        @SuppressWarnings("rawtypes") // the interface's own signature
        public CachePluginProvider createCacheProvider(CachePluginContext context) {
            return null;
        }

        @Override
        public void start(PluginContext context) {}

        @Override
        public void stop(boolean cancel) {}

        @Override
        public void onIgniteStart() {}

        @Override
        public void onIgniteStop(boolean cancel) {
            expiry.stop();
        }

        @Override
        public Serializable provideDiscoveryData(UUID nodeId) {
            return null;
        }

        @Override
        public void receiveDiscoveryData(UUID nodeId, Serializable data) {}

        @Override
        public void validateNewNode(ClusterNode node) throws PluginValidationException {}
    }

    private interface InstallerConfiguration extends org.apache.ignite.plugin.PluginConfiguration {}
}
