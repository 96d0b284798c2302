package io.yggdrasil.resp;

import io.yggdrasil.ignite.YggdrasilException;
import io.yggdrasil.ignite.YggdrasilException.Kind;
import io.yggdrasil.resp.config.ServerConfiguration.Clients;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the server will listen, found out before the node starts: the other nodes are told the port when it joins, and a
 * node that cannot listen must not join at all. As Redis has it, an address with a dash before it is left out when this
 * machine does not have it.
 *
 * @param hosts the hosts without their dashes, at least one
 * @param port one port for all
 */
record ListenAddresses(List<String> hosts, int port) {
    private static final String OPTIONAL = "-";

    /** The addresses that are free now. */
    static ListenAddresses of(Clients clients) {
        List<String> hosts = new ArrayList<>();
        int port = clients.port();
        for (String bind : clients.bind()) {
            boolean optional = bind.startsWith(OPTIONAL);
            String host = optional ? bind.substring(1) : bind;
            try (ServerSocket socket = new ServerSocket()) {
                socket.setReuseAddress(true);
                socket.bind(new InetSocketAddress(address(host), port));
                port = socket.getLocalPort();
                hosts.add(host);
            } catch (IOException e) {
                if (!optional) {
                    throw cannotListen(host, port, e);
                }
            }
        }
        if (hosts.isEmpty()) {
            throw new YggdrasilException(Kind.RESOURCE, "cannot listen on any of " + clients.bind());
        }
        return new ListenAddresses(List.copyOf(hosts), port);
    }

    private static InetAddress address(String host) throws UnknownHostException {
        return InetAddress.getByName(host);
    }

    private static YggdrasilException cannotListen(String host, int port, IOException e) {
        String reason = e instanceof UnknownHostException ? "there is no such host" : String.valueOf(e.getMessage());
        return new YggdrasilException(Kind.RESOURCE, "cannot listen on " + shown(host, port) + ": " + reason, e);
    }

    private static String shown(String host, int port) {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }

    /** The addresses for a socket. */
    List<InetSocketAddress> sockets() {
        return hosts.stream().map(host -> new InetSocketAddress(host, port)).toList();
    }

    /** For people: {@code 127.0.0.1:6379 [::1]:6379}. */
    @Override
    public String toString() {
        return String.join(" ", hosts.stream().map(host -> shown(host, port)).toList());
    }
}
