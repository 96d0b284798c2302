package io.yggdrasil.ignite;

import io.yggdrasil.ignite.eviction.Eviction;
import io.yggdrasil.ignite.hot.HotTier;
import io.yggdrasil.ignite.internals.ActiveExpiry;
import io.yggdrasil.ignite.internals.DataStoreDecorator;
import io.yggdrasil.ignite.internals.IntentRedo;
import io.yggdrasil.ignite.internals.Intents;
import io.yggdrasil.ignite.internals.InternalsCheck;
import io.yggdrasil.ignite.internals.NodeMessages;
import io.yggdrasil.ignite.internals.NodeReaper;
import io.yggdrasil.ignite.mutation.Mutations;
import io.yggdrasil.ignite.region.DataRegions;
import io.yggdrasil.ignite.region.RegionLoss;
import io.yggdrasil.ignite.region.RegionTable;
import io.yggdrasil.ignite.region.RegionWatch;
import io.yggdrasil.tier.region.MemoryInventory;
import java.io.Serializable;
import java.util.List;
import java.util.UUID;
import org.apache.ignite.Ignite;
import org.apache.ignite.IgniteLogger;
import org.apache.ignite.cluster.ClusterNode;
import org.apache.ignite.configuration.IgniteConfiguration;
import org.apache.ignite.plugin.CachePluginContext;
import org.apache.ignite.plugin.CachePluginProvider;
import org.apache.ignite.plugin.ExtensionRegistry;
import org.apache.ignite.plugin.IgnitePlugin;
import org.apache.ignite.plugin.PluginConfiguration;
import org.apache.ignite.plugin.PluginContext;
import org.apache.ignite.plugin.PluginProvider;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ignite's entry into Yggdrasil: found by {@link java.util.ServiceLoader}, one object a node. With a {@link
 * YggdrasilConfiguration} among the node's plugin configurations it starts the plugin; without one it stays passive.
 */
public final class YggdrasilPluginProvider implements PluginProvider<YggdrasilConfiguration> {
    private static final Logger LOG = LoggerFactory.getLogger(YggdrasilPluginProvider.class);

    private Yggdrasil plugin = new Yggdrasil(null);

    private @Nullable Namespaces namespaces;

    private @Nullable SharedText users;

    private List<NodeMessages> messages = List.of();

    private @Nullable Eviction eviction;

    private DataRegions regions = DataRegions.none();

    private @Nullable RegionWatch regionWatch;

    private @Nullable HotTier hotTier;

    private @Nullable TierMetrics metrics;

    private @Nullable NodeReaper reaper;

    private @Nullable IntentRedo redo;

    private NodeAgreement agreement = NodeAgreement.passive();

    private @Nullable PluginContext context;

    @Override
    public String name() {
        return Yggdrasil.PLUGIN_NAME;
    }

    @Override
    public String version() {
        String version = YggdrasilPluginProvider.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    @Override
    public String copyright() {
        return "Yggdrasil, Apache License 2.0";
    }

    @Override
    @SuppressWarnings("unchecked") // Ignite asks for our plugin by our name.
    public <T extends IgnitePlugin> T plugin() {
        return (T) plugin;
    }

    /** Checks the configuration, before the node does anything that it would have to take back. */
    @Override
    public void initExtensions(PluginContext context, ExtensionRegistry registry) {
        IgniteConfiguration ignite = context.igniteConfiguration();
        YggdrasilConfiguration configuration = configuration(ignite);
        this.context = context;
        if (configuration != null) {
            YggdrasilSettings settings = ConfigurationCheck.check(configuration, ignite);
            InternalsCheck.standard().run();
            openRegions(settings, ignite);
            try {
                activate(context, registry, configuration, settings);
            } catch (RuntimeException e) {
                regions.close(); // Nobody stops a plugin that has not begun.
                throw e;
            }
            agreement = NodeAgreement.of(settings, configuration.getGridSettings());
        }
        agreement.announce(ignite);
    }

    private void openRegions(YggdrasilSettings settings, IgniteConfiguration ignite) {
        regions = DataRegions.open(settings.regions(), ignite);
        RegionTable table = new RegionTable(
                MemoryInventory.read(), regions.views(), ignite, RegionNamespaces.of(settings, new Regions(ignite)));
        if (!Boolean.TRUE.equals(ignite.isClientMode()) && table.isWorthTelling()) {
            LOG.info(table.text());
        }
    }

    private void activate(
            PluginContext context,
            ExtensionRegistry registry,
            YggdrasilConfiguration configuration,
            YggdrasilSettings settings) {
        IgniteConfiguration ignite = context.igniteConfiguration();
        String region = lastingRegion(settings, ignite);
        SharedText shared = new SharedText(context.grid(), "yggdrasil.users", "users", region);
        Namespaces all = new Namespaces(
                context.grid(),
                settings,
                region,
                shared,
                String.valueOf(ignite.getIgniteInstanceName()),
                context.log(Namespaces.class));
        ActiveExpiry expiry =
                new ActiveExpiry(String.valueOf(ignite.getIgniteInstanceName()), context.log(ActiveExpiry.class));
        HotTier hot = hotTier(configuration, ignite);
        NodeReaper orphans = new NodeReaper(context.log(NodeReaper.class));
        reaper = orphans;
        NodeMessages between = NodeMessages.install(context, registry);
        NodeMessages proposals = between.beside("eviction");
        NodeMessages announcements = between.beside("transactions");
        messages = List.of(between, proposals, announcements);
        Intents intents = new Intents(announcements);
        redo = new IntentRedo(intents, context.log(IntentRedo.class));
        hotTier = hot;
        Mutations mutations = DataStoreDecorator.install(
                context,
                cache -> all.isOfNamespace(cache.getName()),
                expiry,
                hot == null ? null : hot.copies(),
                orphans,
                intents);
        if (!Boolean.TRUE.equals(ignite.isClientMode())) {
            metrics = new TierMetrics(context.grid(), mutations, hot);
        }
        IgniteLogger log = context.log(Yggdrasil.class);
        if (log.isInfoEnabled() && !settings.isStandard()) {
            log.info("Yggdrasil's namespaces:\n  " + settings);
        }
        namespaces = all;
        Eviction evicting = new Eviction(context.grid(), all, mutations, proposals, context.log(Eviction.class));
        evicting.configure(settings.eviction());
        eviction = evicting;
        users = shared;
        plugin = new Yggdrasil(
                new Yggdrasil.Active(all, shared, mutations, expiry, between, intents, regions, hot, evicting));
    }

    @Override
    public void start(PluginContext context) {
        if (namespaces != null) {
            Yggdrasil.register(context.igniteConfiguration().getIgniteInstanceName(), plugin);
        }
        messages.forEach(NodeMessages::start);
    }

    @Override
    public void onIgniteStart() {
        if (namespaces != null && context != null) {
            DataStoreDecorator.verify(context.grid());
            if (metrics != null) {
                metrics.register();
            }
            namespaces.start();
            watch(context.grid());
        }
        if (eviction != null) {
            eviction.start();
        }
        if (reaper != null
                && redo != null
                && context != null
                && !context.grid().cluster().localNode().isClient()) {
            redo.start(context.grid());
            reaper.start(context.grid());
        }
    }

    private void watch(Ignite ignite) {
        if (!regions.views().isEmpty()) {
            regionWatch = new RegionWatch(regions::views, lost -> RegionLoss.report(ignite, lost));
            regionWatch.start();
        }
    }

    @Override
    public void onIgniteStop(boolean cancel) {
        if (reaper != null) {
            reaper.stop();
        }
        if (redo != null) {
            redo.stop();
        }
        if (eviction != null) {
            eviction.stop();
        }
        if (namespaces != null) {
            plugin.expiry().stop();
            namespaces.stop();
        }
        if (regionWatch != null) {
            regionWatch.close();
        }
    }

    @Override
    public void stop(boolean cancel) {
        if (context != null) {
            Yggdrasil.unregister(context.igniteConfiguration().getIgniteInstanceName(), plugin);
        }
        regions.close();
        if (hotTier != null) {
            hotTier.close();
        }
    }

    @Override
    public @Nullable CachePluginProvider<?> createCacheProvider(CachePluginContext context) {
        String cacheName = context.igniteCacheConfiguration().getName();
        if (users != null && users.cacheName().equals(cacheName)) {
            return new CacheLifecycle(users::onStarted, users::onStopping);
        }
        return namespaces != null && namespaces.owns(cacheName) ? lifecycle(namespaces, metrics, cacheName) : null;
    }

    /** {@code tiers}: of a node that holds data; null on a client node. */
    private static CacheLifecycle lifecycle(Namespaces all, @Nullable TierMetrics tiers, String cacheName) {
        return new CacheLifecycle(
                () -> {
                    all.cacheStarted(cacheName);
                    if (tiers != null && all.isNamespace(cacheName)) {
                        tiers.add(cacheName);
                    }
                },
                () -> {
                    all.cacheStopping(cacheName);
                    if (tiers != null) {
                        tiers.remove(cacheName);
                    }
                });
    }

    @Override
    public <T> @Nullable T createComponent(PluginContext context, Class<T> type) {
        return null;
    }

    @Override
    public @Nullable Serializable provideDiscoveryData(UUID joiningNode) {
        return null;
    }

    @Override
    public void receiveDiscoveryData(UUID sendingNode, Serializable data) {}

    @Override
    @Deprecated
    public void validateNewNode(ClusterNode joiningNode) {
        if (context != null) {
            agreement.check(joiningNode, context.nodes());
        }
    }

    private static @Nullable HotTier hotTier(YggdrasilConfiguration configuration, IgniteConfiguration ignite) {
        boolean holdsData = !Boolean.TRUE.equals(ignite.isClientMode());
        return holdsData && configuration.getHotTierBytes() > 0 ? new HotTier(configuration.getHotTierBytes()) : null;
    }

    private static @Nullable YggdrasilConfiguration configuration(IgniteConfiguration ignite) {
        PluginConfiguration[] all = ignite.getPluginConfigurations();
        if (all != null) {
            for (PluginConfiguration one : all) {
                if (one instanceof YggdrasilConfiguration configuration) {
                    return configuration;
                }
            }
        }
        return null;
    }

    /** What must live as long as any database is in a persistent region, where one has it. */
    private static @Nullable String lastingRegion(YggdrasilSettings settings, IgniteConfiguration ignite) {
        Regions regions = new Regions(ignite);
        return settings.databases().stream()
                .filter(database ->
                        Boolean.TRUE.equals(regions.persistent(database.policy().dataRegion())))
                .findFirst()
                .orElse(settings.databases().get(0))
                .policy()
                .dataRegion();
    }
}
