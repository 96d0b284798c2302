package io.yggdrasil.ignite;

import io.yggdrasil.ignite.YggdrasilException.Kind;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.ignite.Ignite;
import org.apache.ignite.cluster.ClusterNode;
import org.apache.ignite.configuration.IgniteConfiguration;
import org.apache.ignite.plugin.PluginValidationException;
import org.jspecify.annotations.Nullable;

/**
 * What the nodes of a grid must agree on, carried by a node attribute: every node has our classes, and all nodes that
 * are not passive have the same {@link GridSettings}.
 *
 * <p>Ignite sends a cache's affinity function to every node. One that lacks its class does not merely fail to open the
 * cache: Ignite takes it for a critical failure and halts the JVM. So such a node is kept out with a message instead,
 * and no namespace is started while one is in.
 */
final class NodeAgreement {
    static final String ATTRIBUTE = "yggdrasil.settings";

    /** The attribute of a node that has our classes and no configuration bean. */
    private static final String PASSIVE = "passive";

    private static final String REMEDY =
            ": put the ignite-plugin jar on its class path (no configuration is needed), or use a thin client";

    /** {@link #PASSIVE}, or the settings as a map. */
    private final Object own;

    private NodeAgreement(Object own) {
        this.own = own;
    }

    static NodeAgreement passive() {
        return new NodeAgreement(PASSIVE);
    }

    static NodeAgreement of(YggdrasilSettings settings, Map<String, String> more) {
        return new NodeAgreement(GridSettings.of(settings, more));
    }

    /** Puts the attribute into the configuration of a node that is starting. */
    void announce(IgniteConfiguration ignite) {
        Map<String, Object> attributes = new HashMap<>();
        if (ignite.getUserAttributes() != null) {
            attributes.putAll(ignite.getUserAttributes());
        }
        attributes.put(ATTRIBUTE, own);
        ignite.setUserAttributes(attributes);
    }

    /** Refuses a joining node that could not work with the {@code present} ones. */
    void check(ClusterNode joining, Collection<ClusterNode> present) {
        Map<String, String> grid = activeSettings(present);
        Object theirs = joining.attribute(ATTRIBUTE);
        if (grid == null || PASSIVE.equals(theirs)) {
            return;
        }
        Map<String, String> settings = settings(theirs);
        if (settings == null) {
            String message = "node " + joining.consistentId() + " lacks the classes of Yggdrasil, which this grid runs";
            throw new PluginValidationException(message + REMEDY, message + REMEDY, joining.id());
        }
        String differences = GridSettings.differences(grid, settings);
        if (!differences.isEmpty()) {
            throw new PluginValidationException(
                    "node " + joining.consistentId() + " is kept out, its settings differ: " + differences,
                    "the grid does not take this node in, their settings differ: " + differences,
                    joining.id());
        }
    }

    /** Throws a {@code USER} error while any node of the grid lacks our classes. */
    static void requireEverywhere(Ignite ignite) {
        List<Object> lacking = ignite.cluster().nodes().stream()
                .filter(node -> node.attribute(ATTRIBUTE) == null)
                .map(ClusterNode::consistentId)
                .toList();
        if (!lacking.isEmpty()) {
            throw new YggdrasilException(
                    Kind.USER,
                    "no namespace can be started while a node lacks the classes of Yggdrasil, nodes=" + lacking
                            + REMEDY);
        }
    }

    private @Nullable Map<String, String> activeSettings(Collection<ClusterNode> present) {
        Map<String, String> ours = settings(own);
        return ours != null
                ? ours
                : present.stream()
                        .map(node -> settings(node.attribute(ATTRIBUTE)))
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(null);
    }

    @SuppressWarnings("unchecked") // The attribute is ours.
    private static @Nullable Map<String, String> settings(@Nullable Object attribute) {
        return attribute instanceof Map ? (Map<String, String>) attribute : null;
    }
}
