package io.yggdrasil.ignite;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.ignite.configuration.DataRegionConfiguration;
import org.apache.ignite.configuration.DataStorageConfiguration;
import org.apache.ignite.configuration.IgniteConfiguration;
import org.jspecify.annotations.Nullable;

/** The data regions that a node's configuration and the plugin's declare. */
final class Regions {
    private final String defaultName;

    private final Map<String, Boolean> persistenceByName = new LinkedHashMap<>();

    Regions(IgniteConfiguration ignite) {
        DataStorageConfiguration configured = ignite.getDataStorageConfiguration();
        DataStorageConfiguration storage = configured == null ? new DataStorageConfiguration() : configured;
        DataRegionConfiguration first = storage.getDefaultDataRegionConfiguration();
        defaultName = first.getName();
        persistenceByName.put(defaultName, first.isPersistenceEnabled());
        DataRegionConfiguration[] more = storage.getDataRegionConfigurations();
        if (more != null) {
            for (DataRegionConfiguration region : more) {
                persistenceByName.put(region.getName(), region.isPersistenceEnabled());
            }
        }
    }

    /** Adds a region that the plugin will add to the node's configuration. */
    void add(String name, boolean persistent) {
        persistenceByName.put(name, persistent);
    }

    Iterable<String> names() {
        return persistenceByName.keySet();
    }

    /** The name behind a policy's region, where null stands for the default one. */
    String resolve(@Nullable String name) {
        return name == null ? defaultName : name;
    }

    /** Null when there is no such region. */
    @Nullable
    Boolean persistent(@Nullable String name) {
        return persistenceByName.get(resolve(name));
    }
}
