package io.yggdrasil.resp;

import io.yggdrasil.resp.config.ConfigurationSources;
import java.util.HashMap;
import java.util.Map;

/** The server as users start it, in memory, on free ports of loopback. */
public final class WholeServer implements AutoCloseable {
    private final YggdrasilServer server;

    private WholeServer(YggdrasilServer server) {
        this.server = server;
    }

    /** Starts it with 256 MB for data and the given keys of the configuration. */
    public static WholeServer start(Map<String, String> keys) {
        Map<String, String> all = new HashMap<>(Map.of(
                "port",
                "0",
                "maxmemory",
                "256mb",
                "ignite.port-range",
                "0",
                "ignite.client-port",
                Integer.toString(FreePort.find()),
                "ignite.discovery-port",
                Integer.toString(FreePort.find()),
                "ignite.communication-port",
                Integer.toString(FreePort.find())));
        all.putAll(keys);
        return new WholeServer(YggdrasilServer.start(ConfigurationSources.configuration(all), fatal -> {
            throw new AssertionError(fatal);
        }));
    }

    /** The RESP port. */
    public int port() {
        return server.port();
    }

    @Override
    public void close() {
        server.close();
    }
}
