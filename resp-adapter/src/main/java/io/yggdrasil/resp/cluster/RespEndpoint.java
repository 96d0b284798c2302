package io.yggdrasil.resp.cluster;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Comparator;
import java.util.List;
import org.apache.ignite.cluster.ClusterNode;
import org.jspecify.annotations.Nullable;

/**
 * Where a node serves Redis clients. A node tells it to the others by the node attribute {@value #ATTRIBUTE}, which is
 * set before it starts; a node without it serves none.
 *
 * @param host host name or address that clients and other nodes can reach
 * @param port RESP port, 1-65535
 */
public record RespEndpoint(String host, int port) {
    /** Name of the Ignite node attribute. */
    public static final String ATTRIBUTE = "yggdrasil.resp.endpoint";

    private static final String LOOPBACK = "127.0.0.1";

    /** Checks the parts. */
    public RespEndpoint {
        if (host.isEmpty() || host.indexOf(' ') >= 0) {
            throw new IllegalArgumentException("host=" + host);
        }
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("port=" + port);
        }
    }

    /**
     * The endpoint of a server.
     *
     * @param announced the host to tell others; empty: the first of {@code bind} that is one, else this machine's
     * @param bind addresses that the server listens on
     */
    public static RespEndpoint of(String announced, List<String> bind, int port) {
        if (!announced.isEmpty()) {
            return new RespEndpoint(announced, port);
        }
        for (String host : bind) {
            InetAddress address = resolve(host);
            if (address != null && !address.isAnyLocalAddress()) {
                return new RespEndpoint(address.getHostAddress(), port);
            }
        }
        return new RespEndpoint(ownAddress(), port);
    }

    private static @Nullable InetAddress resolve(String host) {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            return null; // Listening on it will say so.
        }
    }

    /** An address of this machine that others can reach, or loopback when it has none. */
    private static String ownAddress() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                    .min(Comparator.comparing(Inet6Address.class::isInstance))
                    .map(InetAddress::getHostAddress)
                    .orElse(LOOPBACK);
        } catch (SocketException e) {
            return LOOPBACK;
        }
    }

    /** The value of the attribute. */
    public String attribute() {
        return host + ":" + port;
    }

    /** The endpoint of a node, or null when it serves no Redis clients. */
    public static @Nullable RespEndpoint of(ClusterNode node) {
        Object value = node.attribute(ATTRIBUTE);
        if (!(value instanceof String text)) {
            return null;
        }
        int colon = text.lastIndexOf(':');
        try {
            return new RespEndpoint(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("node=" + node.id() + " " + ATTRIBUTE + "=" + text, e);
        }
    }
}
