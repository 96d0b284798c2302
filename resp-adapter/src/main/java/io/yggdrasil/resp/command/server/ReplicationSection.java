package io.yggdrasil.resp.command.server;

import io.yggdrasil.resp.command.Call;

/** INFO replication: every node is a master; copies are Ignite's backups, which are not Redis replicas. */
final class ReplicationSection implements InfoSection {
    private final ServerFacts facts;

    ReplicationSection(ServerFacts facts) {
        this.facts = facts;
    }

    @Override
    public void write(Call call, InfoLines lines) {
        lines.add("role", "master")
                .add("connected_slaves", 0)
                .add("master_failover_state", "no-failover")
                .add("master_replid", facts.runId())
                .add("master_replid2", "0".repeat(40))
                .add("master_repl_offset", 0)
                .add("second_repl_offset", -1)
                .add("repl_backlog_active", 0)
                .add("repl_backlog_size", facts.parameters().number("repl-backlog-size"))
                .add("repl_backlog_first_byte_offset", 0)
                .add("repl_backlog_histlen", 0);
    }
}
