package io.yggdrasil.resp.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where another node is looked for.
 *
 * @param host name or address; an IPv6 address without brackets
 * @param port its discovery port; 0 for those that this node would use itself
 */
public record HostAndPort(String host, int port) {
    private static final Pattern SHAPE =
            Pattern.compile("(?:\\[(?<six>[0-9A-Fa-f:.%]+)]|(?<host>[^\\s:\\[\\],]+))(?::(?<port>[0-9]{1,5}))?");

    static final Kind<HostAndPort> KIND =
            new Kind<>("HOST or HOST:PORT with a port of 1 to 65535", HostAndPort::parse, HostAndPort::toString, false);

    private static HostAndPort parse(String text) {
        Matcher matcher = SHAPE.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(text);
        }
        String host = matcher.group("six") != null ? matcher.group("six") : matcher.group("host");
        String port = matcher.group("port");
        if (matcher.group("host") != null) {
            Hosts.check(host);
        }
        if (port == null) {
            return new HostAndPort(host, 0);
        }
        int number = Integer.parseInt(port);
        if (number < 1 || number > 65535) {
            throw new IllegalArgumentException(text);
        }
        return new HostAndPort(host, number);
    }

    @Override
    public String toString() {
        String shown = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return port == 0 ? shown : shown + ":" + port;
    }
}
