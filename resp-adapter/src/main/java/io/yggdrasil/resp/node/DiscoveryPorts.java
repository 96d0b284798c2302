package io.yggdrasil.resp.node;

import io.yggdrasil.ignite.YggdrasilException;
import io.yggdrasil.ignite.YggdrasilException.Kind;
import io.yggdrasil.resp.config.HostAndPort;
import io.yggdrasil.resp.config.ServerConfiguration.Grid;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/**
 * The ports on which a node may be found: those of the configuration, without that of another node which it is to join.
 *
 * <p>Ignite lets a node that finds its own address among those to join begin a grid. That is right for one of several
 * addresses: all nodes may have the same list. One address alone is another node's; a node that took it, since the other one
 * is not there yet, would be alone for ever, and so would the other one. A host name (but the loopback interface's) may stand
 * for many nodes, this one among them, so it counts as several addresses.
 *
 * @param first the first port
 * @param range how many ports after it are tried
 */
record DiscoveryPorts(int first, int range) {
    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|.*:.*");

    static DiscoveryPorts of(Grid grid) {
        DiscoveryPorts all = new DiscoveryPorts(grid.discoveryPort(), grid.portRange());
        if (grid.join().stream().distinct().count() != 1
                || !isOneOfThisMachine(grid.join().get(0), grid.bind())) {
            return all;
        }
        HostAndPort other = grid.join().get(0);
        return all.without(other.port() == 0 ? grid.discoveryPort() : other.port());
    }

    /** Those after the port, or before it where there are none. */
    private DiscoveryPorts without(int port) {
        int last = first + range;
        if (port < first || port > last) {
            return this;
        }
        if (port < last) {
            return new DiscoveryPorts(port + 1, last - port - 1);
        }
        if (range == 0) {
            throw new YggdrasilException(
                    Kind.USER,
                    "--join names this node's own port " + port
                            + ": name another node's, or all nodes', or set another ignite.discovery-port");
        }
        return new DiscoveryPorts(first, range - 1);
    }

    private static boolean isOneOfThisMachine(HostAndPort other, String bind) {
        try {
            InetAddress theirs = InetAddress.getByName(other.host());
            InetAddress ours = InetAddress.getByName(bind);
            if (!theirs.isLoopbackAddress() && !ADDRESS.matcher(other.host()).matches()) {
                return false;
            }
            return ours.isAnyLocalAddress()
                    ? theirs.isLoopbackAddress() || NetworkInterface.getByInetAddress(theirs) != null
                    : ours.equals(theirs);
        } catch (UnknownHostException | SocketException e) {
            return false; // A name that is not known yet is elsewhere.
        }
    }
}
