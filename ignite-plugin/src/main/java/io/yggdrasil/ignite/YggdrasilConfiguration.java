package io.yggdrasil.ignite;

import io.yggdrasil.ignite.ConfigurationException.Mistake;
import io.yggdrasil.ignite.eviction.EvictionSettings;
import java.util.List;
import java.util.Map;
import org.apache.ignite.configuration.IgniteConfiguration;
import org.apache.ignite.plugin.PluginConfiguration;

/**
 * The bean that turns the plugin on: put one into {@code IgniteConfiguration.setPluginConfigurations}, in Java or in
 * Spring XML. It is checked once when the node starts; every mistake is reported together. Without it the plugin
 * stays passive.
 */
public final class YggdrasilConfiguration implements PluginConfiguration {
    /** 64 MB. */
    public static final long DEFAULT_HOT_TIER_BYTES = 64L << 20;

    private NamespaceConfiguration defaults = new NamespaceConfiguration();

    private NamespaceConfiguration[] namespaces = {};

    private RegionConfiguration[] regions = {};

    private Map<String, String> gridSettings = Map.of();

    private long hotTierBytes = DEFAULT_HOT_TIER_BYTES;

    private EvictionSettings eviction = EvictionSettings.NONE;

    public NamespaceConfiguration getDefaults() {
        return defaults;
    }

    /** The policy of every namespace that does not set its own. Database, prefix and name are not set here. */
    public YggdrasilConfiguration setDefaults(NamespaceConfiguration defaults) {
        this.defaults = defaults;
        return this;
    }

    public NamespaceConfiguration[] getNamespaces() {
        return namespaces.clone();
    }

    /** Databases with a policy of their own, and key prefixes. Databases 0 to 15 exist without being named. */
    public YggdrasilConfiguration setNamespaces(NamespaceConfiguration... namespaces) {
        this.namespaces = namespaces.clone();
        return this;
    }

    public RegionConfiguration[] getRegions() {
        return regions.clone();
    }

    /** Data regions in media of this machine, beside those of its {@code DataStorageConfiguration}. Not on client nodes. */
    public YggdrasilConfiguration setRegions(RegionConfiguration... regions) {
        this.regions = regions.clone();
        return this;
    }

    public Map<String, String> getGridSettings() {
        return gridSettings;
    }

    /**
     * Further settings, name to value, that all nodes of a grid must have alike, as they must the policies of their
     * namespaces: a node that has others is kept out, with a message that tells both values.
     */
    public YggdrasilConfiguration setGridSettings(Map<String, String> gridSettings) {
        this.gridSettings = Map.copyOf(gridSettings);
        return this;
    }

    public long getHotTierBytes() {
        return hotTierBytes;
    }

    /**
     * Memory outside of the heap for copies of the hottest strings, at least 1 MB; 0 for no hot tier. Default 64 MB. A
     * client node has none.
     */
    public YggdrasilConfiguration setHotTierBytes(long hotTierBytes) {
        this.hotTierBytes = hotTierBytes;
        return this;
    }

    public EvictionSettings getEviction() {
        return eviction;
    }

    /**
     * How the node evicts entries from its in-memory regions when it starts; {@code Yggdrasil.of(ignite).eviction()} changes
     * it later. Default: {@link EvictionSettings#NONE}.
     */
    public YggdrasilConfiguration setEviction(EvictionSettings eviction) {
        this.eviction = eviction;
        return this;
    }

    /** What the plugin would refuse on a node with {@code ignite}; empty when it would start. */
    public List<Mistake> mistakes(IgniteConfiguration ignite) {
        try {
            ConfigurationCheck.check(this, ignite);
            return List.of();
        } catch (ConfigurationException e) {
            return e.mistakes();
        }
    }
}
