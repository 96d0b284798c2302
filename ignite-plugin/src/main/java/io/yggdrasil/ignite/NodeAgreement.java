package io.yggdrasil.ignite;

import io.yggdrasil.ignite.YggdrasilException.Kind;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.ignite.Ignite;
import org.apache.ignite.cluster.ClusterNode;
import org.apache.ignite.configuration.IgniteConfiguration;
import org.apache.ignite.plugin.PluginValidationException;
import org.jspecify.annotations.Nullable;

/**
 * What the nodes of a grid must agree on, carried by a node attribute: every node has our classes, and all nodes that
 * are not passive bind the same prefixes.
 *
 * <p>Ignite sends a cache's affinity function to every node. One that lacks its class does not merely fail to open the
 * cache: Ignite takes it for a critical failure and halts the JVM. So such a node is kept out with a message instead,
 * and no namespace is started while one is in.
 */
final class NodeAgreement {
    static final String ATTRIBUTE = "yggdrasil.prefixes";

    /** The attribute of a node that has our classes and no configuration bean. */
    private static final String PASSIVE = "passive";

    private static final String REMEDY =
            ": put the ignite-plugin jar on its class path (no configuration is needed), or use a thin client";

    private final String own;

    private NodeAgreement(String own) {
        this.own = own;
    }

    static NodeAgreement passive() {
        return new NodeAgreement(PASSIVE);
    }

    static NodeAgreement of(YggdrasilSettings settings) {
        Map<String, String> prefixes = new TreeMap<>();
        for (NamespaceBinding binding : settings.prefixes()) {
            prefixes.put(binding.name(), binding.database() + ":" + binding.prefix());
        }
        return new NodeAgreement(prefixes.toString());
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
        String active = activeAttribute(present);
        String theirs = joining.attribute(ATTRIBUTE);
        if (active == null || PASSIVE.equals(theirs)) {
            return;
        }
        if (theirs == null) {
            refuse(
                    joining,
                    "node " + joining.consistentId() + " lacks the classes of Yggdrasil, which this grid runs"
                            + REMEDY);
        }
        if (!active.equals(theirs)) {
            refuse(
                    joining,
                    "namespaces differ: this grid has the prefixes " + active + ", node " + joining.consistentId()
                            + " has " + theirs);
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

    private @Nullable String activeAttribute(Collection<ClusterNode> present) {
        if (!own.equals(PASSIVE)) {
            return own;
        }
        for (ClusterNode node : present) {
            String theirs = node.attribute(ATTRIBUTE);
            if (theirs != null && !theirs.equals(PASSIVE)) {
                return theirs;
            }
        }
        return null;
    }

    private static void refuse(ClusterNode joining, String message) {
        throw new PluginValidationException(message, message, joining.id());
    }
}
