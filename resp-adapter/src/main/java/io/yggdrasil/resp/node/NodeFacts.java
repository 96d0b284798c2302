package io.yggdrasil.resp.node;

import io.yggdrasil.resp.cluster.RespEndpoint;
import io.yggdrasil.resp.config.ServerConfiguration;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.ignite.cluster.BaselineNode;
import org.apache.ignite.cluster.ClusterNode;

/** What a server node tells the others of itself, as attributes of its Ignite node; they outlive it in a persistent grid. */
final class NodeFacts {
    private static final String DATA = "yggdrasil.data";
    private static final String PASSWORD = "yggdrasil.resp.password";

    private NodeFacts() {}

    static Map<String, Object> attributes(ServerConfiguration server, RespEndpoint endpoint) {
        Map<String, Object> attributes = new HashMap<>();
        attributes.put(RespEndpoint.ATTRIBUTE, endpoint.attribute());
        attributes.put(PASSWORD, !server.clients().password().isEmpty());
        Path folder = server.storage().folder();
        if (folder != null) {
            attributes.put(DATA, folder.toString());
        }
        return attributes;
    }

    /** A node in words that its operator knows: where it serves clients and where its data are. */
    static String describe(BaselineNode node) {
        Object endpoint = node.attribute(RespEndpoint.ATTRIBUTE);
        Object folder = node.attribute(DATA);
        return (endpoint == null ? String.valueOf(node.consistentId()) : endpoint)
                + (folder == null ? "" : " (" + folder + ")");
    }

    /** Whether one of two nodes was started with a password for clients and the other without. */
    static boolean differInPassword(ClusterNode one, ClusterNode other) {
        Boolean first = one.attribute(PASSWORD);
        Boolean second = other.attribute(PASSWORD);
        return first != null && second != null && !first.equals(second);
    }
}
