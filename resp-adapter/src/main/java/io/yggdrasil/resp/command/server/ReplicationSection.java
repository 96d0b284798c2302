package io.yggdrasil.resp.command.server;

import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.command.server.Replication.Link;
import io.yggdrasil.resp.command.server.Replication.Master;
import io.yggdrasil.resp.command.server.Replication.State;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** INFO replication: the link to a master, if there is one. Copies are Ignite's backups, which are no Redis replicas. */
final class ReplicationSection implements InfoSection {
    private final ServerFacts facts;

    ReplicationSection(ServerFacts facts) {
        this.facts = facts;
    }

    @Override
    public void write(Call call, InfoLines lines) {
        Replication replication = facts.host().replication();
        Master master = replication.master();
        Link link = replication.link();
        lines.add("role", master == null ? "master" : "slave");
        if (master != null) {
            writeLink(lines, master, link);
        }
        boolean follows = master != null && !link.replicationId().isEmpty();
        lines.add("connected_slaves", 0)
                .add("master_failover_state", "no-failover")
                .add("master_replid", follows ? link.replicationId() : facts.runId())
                .add("master_replid2", "0".repeat(40))
                .add("master_repl_offset", follows ? link.offset() : 0)
                .add("second_repl_offset", -1)
                .add("repl_backlog_active", 0)
                .add("repl_backlog_size", facts.parameters().number("repl-backlog-size"))
                .add("repl_backlog_first_byte_offset", 0)
                .add("repl_backlog_histlen", 0);
    }

    private void writeLink(InfoLines lines, Master master, Link link) {
        lines.add("master_host", master.host())
                .add("master_port", master.port())
                .add("master_link_status", link.state() == State.UP ? "up" : "down")
                .add("master_last_io_seconds_ago", link.state() == State.UP ? secondsSince(link.heardMillis()) : -1)
                .add("master_sync_in_progress", link.state() == State.LOADING ? 1 : 0)
                .add("slave_read_repl_offset", link.readOffset())
                .add("slave_repl_offset", link.offset());
        if (link.state() == State.LOADING && link.isHere()) {
            writeLoad(lines, link);
        }
        if (link.state() != State.UP) {
            lines.add("master_link_down_since_seconds", secondsSince(link.downMillis()));
        }
        lines.add("slave_priority", facts.parameters().number("replica-priority"))
                .add("slave_read_only", facts.parameters().isOn("replica-read-only") ? 1 : 0)
                .add("replica_announced", facts.parameters().isOn("replica-announced") ? 1 : 0)
                .add("replica_link_node", link.node());
        if (!link.problem().isEmpty()) {
            lines.add("replica_link_problem", link.problem());
        }
    }

    private static void writeLoad(InfoLines lines, Link link) {
        long total = link.loadBytes();
        double percent = total == 0 ? 0 : 100.0 * link.loadedBytes() / total;
        lines.add("master_sync_total_bytes", total)
                .add("master_sync_read_bytes", link.loadedBytes())
                .add("master_sync_left_bytes", total - link.loadedBytes())
                .add("master_sync_perc", String.format(Locale.ROOT, "%.2f", percent))
                .add("master_sync_last_io_seconds_ago", secondsSince(link.heardMillis()));
    }

    private static long secondsSince(long millis) {
        return millis < 0 ? -1 : TimeUnit.MILLISECONDS.toSeconds(System.currentTimeMillis() - millis);
    }
}
