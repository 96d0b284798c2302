package io.yggdrasil.ignite;

import io.yggdrasil.ignite.YggdrasilException.Kind;
import io.yggdrasil.ignite.eviction.Eviction;
import io.yggdrasil.ignite.hot.HotTier;
import io.yggdrasil.ignite.hot.TieredCache;
import io.yggdrasil.ignite.internals.ActiveExpiry;
import io.yggdrasil.ignite.internals.ExchangeEpoch;
import io.yggdrasil.ignite.internals.Intents;
import io.yggdrasil.ignite.internals.NodeMessages;
import io.yggdrasil.ignite.mutation.Mutations;
import io.yggdrasil.ignite.region.DataRegions;
import io.yggdrasil.ignite.region.RegionView;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.ignite.Ignite;
import org.apache.ignite.IgniteCache;
import org.apache.ignite.plugin.IgnitePlugin;
import org.jspecify.annotations.Nullable;

/** What the plugin offers on one node: {@code Yggdrasil.of(ignite)}. */
public final class Yggdrasil implements IgnitePlugin {
    /** Name of the plugin within Ignite. */
    public static final String PLUGIN_NAME = "Yggdrasil";

    /**
     * By instance name, which is unique in a JVM (a node's id changes when a client node reconnects). Ignite's own plugin
     * lookup refuses to answer while the grid is inactive.
     */
    private static final Map<String, Yggdrasil> RUNNING = new ConcurrentHashMap<>();

    /** Null while the plugin is passive, that is without its configuration bean. */
    private final @Nullable Active active;

    /** Started when somebody first reads through {@link #tiered}. */
    private @Nullable ExchangeEpoch epoch;

    Yggdrasil(@Nullable Active active) {
        this.active = active;
    }

    /** The plugin of a running node, whether the grid is active or not. */
    public static Yggdrasil of(Ignite ignite) {
        Yggdrasil plugin = RUNNING.get(key(ignite.name()));
        if (plugin == null) {
            throw new YggdrasilException(
                    Kind.USER,
                    "node=" + ignite.name() + " runs without Yggdrasil: add a " + YggdrasilConfiguration.class.getName()
                            + " to IgniteConfiguration.setPluginConfigurations");
        }
        return plugin;
    }

    /** The namespaces of the grid. */
    public Namespaces namespaces() {
        return active().namespaces();
    }

    /** The users of the grid and their rights; what the text means is the business of who writes it. */
    public SharedText users() {
        return active().users();
    }

    /** What happens to the rows of the namespaces' caches on this node. */
    public Mutations mutations() {
        return active().mutations();
    }

    /** The data regions of this node that live in a medium of its machine, as they are now. */
    public List<RegionView> regions() {
        return active().regions().views();
    }

    /** What removes the expired entries of the namespaces' caches on this node. */
    public ActiveExpiry expiry() {
        return active().expiry();
    }

    /** The way to the same plugin on other nodes. */
    public NodeMessages messages() {
        return active().messages();
    }

    /** What lets transactions outlive the nodes that run them. */
    public Intents intents() {
        return active().intents();
    }

    /** This node's hot tier; null if it is off, and on a client node. */
    public @Nullable HotTier hotTier() {
        return active().hotTier();
    }

    /**
     * Reads of a namespace's cache that go to the hot tier first.
     *
     * @throws YggdrasilException of kind {@code USER} if the cache is no namespace's
     */
    public <K, V> TieredCache<K, V> tiered(IgniteCache<K, V> cache) {
        if (!namespaces().isNamespace(cache.getName())) {
            throw new YggdrasilException(
                    Kind.USER, "cache=" + cache.getName() + " is no namespace's and has no hot tier: see README");
        }
        Ignite ignite = cache.unwrap(Ignite.class);
        return new TieredCache<>(ignite, cache, () -> epoch(ignite));
    }

    private synchronized ExchangeEpoch epoch(Ignite ignite) {
        ExchangeEpoch known = epoch;
        if (known == null) {
            known = ExchangeEpoch.start(ignite);
            epoch = known;
        }
        return known;
    }

    /** Eviction of entries from this node's in-memory regions. */
    public Eviction eviction() {
        return active().eviction();
    }

    private Active active() {
        if (active == null) {
            throw new IllegalStateException("active=null: the plugin is passive, its configuration bean is missing");
        }
        return active;
    }

    static void register(@Nullable String instanceName, Yggdrasil plugin) {
        RUNNING.put(key(instanceName), plugin);
    }

    static void unregister(@Nullable String instanceName, Yggdrasil plugin) {
        RUNNING.remove(key(instanceName), plugin);
    }

    /** One node of a JVM may have no name. */
    private static String key(@Nullable String instanceName) {
        return instanceName == null ? "" : instanceName;
    }

    /** The parts of a plugin that is not passive. */
    record Active(
            Namespaces namespaces,
            SharedText users,
            Mutations mutations,
            ActiveExpiry expiry,
            NodeMessages messages,
            Intents intents,
            DataRegions regions,
            @Nullable HotTier hotTier,
            Eviction eviction) {}
}
