package io.yggdrasil.resp.command.server;

import io.yggdrasil.resp.acl.AccessLog;
import io.yggdrasil.resp.acl.Denial.Reason;
import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.session.Subscription.Kind;
import io.yggdrasil.resp.stats.Rates;
import io.yggdrasil.resp.stats.Statistics;

/** INFO stats. Lines whose machinery does not exist here are zero, for the tools that read them. */
final class StatsSection implements InfoSection {
    private static final double KIB = 1024;

    private final ServerFacts facts;

    StatsSection(ServerFacts facts) {
        this.facts = facts;
    }

    @Override
    public void write(Call call, InfoLines lines) {
        Statistics statistics = facts.statistics();
        Rates rates = facts.rates();
        lines.add("total_connections_received", facts.clients().connectedTotal())
                .add("total_commands_processed", statistics.commandsRun())
                .add("instantaneous_ops_per_sec", rates.commands())
                .add("total_net_input_bytes", statistics.bytesIn())
                .add("total_net_output_bytes", statistics.bytesOut())
                .add("total_net_repl_input_bytes", 0)
                .add("total_net_repl_output_bytes", 0)
                .add("instantaneous_input_kbps", rates.bytesIn() / KIB)
                .add("instantaneous_output_kbps", rates.bytesOut() / KIB)
                .add("instantaneous_input_repl_kbps", 0.0)
                .add("instantaneous_output_repl_kbps", 0.0)
                .add("rejected_connections", facts.clients().rejectedTotal());
        zeros(lines, "sync_full", "sync_partial_ok", "sync_partial_err");
        lines.add("expired_keys", statistics.expired()).add("expired_stale_perc", 0.0);
        zeros(lines, "expired_time_cap_reached_count", "expire_cycle_cpu_milliseconds");
        lines.add("evicted_keys", facts.host().evictor().evictedKeys());
        zeros(lines, "evicted_clients", "total_eviction_exceeded_time", "current_eviction_exceeded_time");
        lines.add("keyspace_hits", statistics.hits()).add("keyspace_misses", statistics.misses());
        lines.add("pubsub_channels", facts.pubsub().count(Kind.CHANNEL))
                .add("pubsub_patterns", facts.pubsub().count(Kind.PATTERN))
                .add("pubsubshard_channels", facts.pubsub().count(Kind.SHARD));
        zeros(
                lines,
                "latest_fork_usec",
                "total_forks",
                "migrate_cached_sockets",
                "slave_expires_tracked_keys",
                "active_defrag_hits",
                "active_defrag_misses",
                "active_defrag_key_hits",
                "active_defrag_key_misses",
                "total_active_defrag_time",
                "current_active_defrag_time");
        lines.add("tracking_total_keys", facts.tracking().keyCount())
                .add("tracking_total_items", facts.tracking().itemCount())
                .add("tracking_total_prefixes", facts.tracking().prefixCount())
                .add("unexpected_error_replies", 0);
        lines.add("total_error_replies", statistics.errors().total());
        zeros(
                lines,
                "dump_payload_sanitizations",
                "total_reads_processed",
                "total_writes_processed",
                "io_threaded_reads_processed",
                "io_threaded_writes_processed",
                "reply_buffer_shrinks",
                "reply_buffer_expands");
        AccessLog refused = facts.users().log();
        lines.add("acl_access_denied_auth", refused.count(Reason.AUTH))
                .add("acl_access_denied_cmd", refused.count(Reason.COMMAND))
                .add("acl_access_denied_key", refused.count(Reason.KEY))
                .add("acl_access_denied_channel", refused.count(Reason.CHANNEL));
    }

    private static void zeros(InfoLines lines, String... names) {
        for (String name : names) {
            lines.add(name, 0);
        }
    }
}
