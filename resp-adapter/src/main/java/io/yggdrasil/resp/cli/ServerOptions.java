package io.yggdrasil.resp.cli;

import io.yggdrasil.resp.client.ServerConnection;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say which running server a command is for. */
final class ServerOptions {
    private static final int PORT_MOST = 65_535;

    @Option(names = "--host", description = "Host name or address of the server (default: 127.0.0.1).")
    private String host = "127.0.0.1";

    @Option(names = "--port", description = "Its port for Redis clients (default: 6379).")
    private int port = 6379;

    @Option(names = "--user", paramLabel = "NAME", description = "The user that the password is of (default: default).")
    private @Nullable String user;

    @Option(
            names = "--password",
            paramLabel = "TEXT",
            description = "Its password (default: what YGGDRASIL_REQUIREPASS says).")
    private @Nullable String password = System.getenv("YGGDRASIL_REQUIREPASS");

    /** What is wrong with them; null: nothing. */
    @Nullable
    String mistake() {
        return port < 1 || port > PORT_MOST ? "--port takes 1 to " + PORT_MOST : null;
    }

    /** Connects, and says who it is. */
    ServerConnection connect() throws IOException {
        InetSocketAddress address = new InetSocketAddress(host, port);
        if (address.isUnresolved()) {
            throw new IOException("there is no host " + host);
        }
        ServerConnection connection = ServerConnection.open(address);
        try {
            if (password != null && !password.isEmpty()) {
                connection.ask(user == null ? new String[] {"AUTH", password} : new String[] {"AUTH", user, password});
            }
            return connection;
        } catch (IOException e) {
            connection.close();
            throw e;
        }
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
