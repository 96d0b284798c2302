package io.yggdrasil.resp.command.server;

import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.session.Session;
import java.util.List;

/** INFO clients. */
final class ClientsSection implements InfoSection {
    private final ServerFacts facts;

    ClientsSection(ServerFacts facts) {
        this.facts = facts;
    }

    @Override
    public void write(Call call, InfoLines lines) {
        List<Session> clients = facts.clients().all();
        long input = clients.stream()
                .mapToLong(client -> client.link().inputBytes())
                .max()
                .orElse(0);
        long output = clients.stream()
                .mapToLong(client -> client.link().outputBytes())
                .max()
                .orElse(0);
        lines.add("connected_clients", clients.size())
                .add("cluster_connections", 0)
                .add("maxclients", facts.parameters().number("maxclients"))
                .add("client_recent_max_input_buffer", input)
                .add("client_recent_max_output_buffer", output)
                .add("blocked_clients", facts.clients().blockedCount())
                .add("tracking_clients", facts.tracking().clientCount())
                .add("clients_in_timeout_table", 0)
                .add("total_blocking_keys", facts.clients().awaitedKeys())
                .add("total_blocking_keys_on_nokey", facts.clients().awaitedKeysOfLoss());
    }
}
