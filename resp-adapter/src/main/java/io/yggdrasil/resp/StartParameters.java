package io.yggdrasil.resp;

import io.yggdrasil.resp.config.ServerConfiguration;
import io.yggdrasil.resp.config.ServerConfiguration.Clients;
import io.yggdrasil.resp.grid.Grid;
import io.yggdrasil.resp.parameter.Parameters;
import java.nio.file.Path;

/** What CONFIG GET shows of the configuration that the server was started with. */
final class StartParameters {
    private StartParameters() {}

    static Parameters of(ServerConfiguration configuration, long memoryBytes) {
        Clients clients = configuration.clients();
        Parameters parameters = new Parameters();
        configuration.parameters().forEach(parameters::start);
        parameters.start("port", Integer.toString(clients.port()));
        parameters.start("bind", String.join(" ", clients.bind()));
        parameters.start("protected-mode", yesNo(clients.protectedMode()));
        parameters.start("requirepass", clients.password());
        parameters.start("maxclients", Integer.toString(clients.clientsMax()));
        parameters.start("timeout", Long.toString(clients.idleTimeout().toSeconds()));
        parameters.start("tcp-backlog", Integer.toString(clients.backlog()));
        parameters.start("proto-max-bulk-len", Long.toString(clients.bulkBytesMax()));
        parameters.start("client-query-buffer-limit", Long.toString(clients.queryBufferBytesMax()));
        parameters.start(
                "shutdown-timeout", Long.toString(clients.shutdownTimeout().toSeconds()));
        parameters.start("cluster-enabled", yesNo(clients.clusterEnabled()));
        parameters.start("databases", Integer.toString(Grid.DATABASES));
        parameters.start("maxmemory", Long.toString(memoryBytes));
        parameters.ceiling(
                "maxmemory", memoryBytes, "the page memory is fixed at the start: at most " + memoryBytes + " bytes");
        parameters.start("cluster-announce-ip", clients.announceHost());
        parameters.start("cluster-announce-port", Integer.toString(clients.announcePort()));
        // Ignite's log: whole before a write is acknowledged, and on the disk when the system puts it there.
        parameters.start("appendonly", yesNo(configuration.storage().isPersistent()));
        parameters.start("appendfsync", "no");
        Path folder = configuration.storage().folder();
        if (folder != null) {
            parameters.start("dir", folder.toString());
        } else {
            parameters.start("save", "");
        }
        return parameters;
    }

    private static String yesNo(boolean value) {
        return value ? "yes" : "no";
    }
}
