package io.yggdrasil.ignite;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The settings that all nodes of a grid must have alike, flat, in the words of the server's configuration: {@code
 * namespace.defaults.backups}. A cache is what the node that starts it makes it, so two nodes that say otherwise would
 * leave it to chance how keys are kept.
 */
final class GridSettings {
    private static final String PREFIX = "namespace.";

    private static final String NONE = "(not set)";

    private GridSettings() {}

    /** The settings of a node, {@code more} among them. */
    static HashMap<String, String> of(YggdrasilSettings settings, Map<String, String> more) {
        HashMap<String, String> all = new HashMap<>(more);
        Map<String, String> defaults = policy(settings.defaults());
        defaults.forEach((property, value) -> all.put(PREFIX + "defaults." + property, value));
        for (NamespaceBinding binding : settings.bindings()) {
            String path = PREFIX + binding.name() + ".";
            if (binding.isPrefix()) {
                all.put(path + "prefix", binding.database() + ":" + binding.prefix());
            }
            policy(binding.policy()).forEach((property, value) -> {
                if (!value.equals(defaults.get(property))) {
                    all.put(path + property, value);
                }
            });
        }
        return all;
    }

    /** What is demanded of the region is a node's own affair; everything else of a policy is the cache's. */
    private static Map<String, String> policy(NamespacePolicy policy) {
        SqlMapping sql = policy.sql();
        return Map.of(
                "backups", Integer.toString(policy.backups()),
                "data-region", text(policy.dataRegion()),
                "write-synchronization", policy.writeSynchronizationMode().name(),
                "partition-loss", policy.partitionLossPolicy().name(),
                "sql-schema", text(sql == null ? null : sql.schema()),
                "sql-table", text(sql == null ? null : sql.table()),
                "memory-max", Long.toString(policy.memoryBytesMax()));
    }

    private static String text(@Nullable String value) {
        return value == null ? NONE : value;
    }

    /** What differs, for people; empty when nothing does. */
    static String differences(Map<String, String> grid, Map<String, String> joining) {
        TreeSet<String> names = new TreeSet<>(grid.keySet());
        names.addAll(joining.keySet());
        StringBuilder out = new StringBuilder();
        for (String name : names) {
            String present = grid.getOrDefault(name, NONE);
            String other = joining.getOrDefault(name, NONE);
            if (!present.equals(other)) {
                out.append(out.isEmpty() ? "" : "; ")
                        .append(name)
                        .append(" is ")
                        .append(present)
                        .append(" in the grid and ")
                        .append(other)
                        .append(" at the new node");
            }
        }
        return out.toString();
    }
}
