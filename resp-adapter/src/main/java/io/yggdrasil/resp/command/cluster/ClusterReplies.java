package io.yggdrasil.resp.command.cluster;

import io.yggdrasil.resp.command.cluster.ClusterMap.Member;
import io.yggdrasil.resp.command.cluster.ClusterMap.SlotRange;
import io.yggdrasil.resp.command.cluster.ClusterMap.View;
import io.yggdrasil.resp.wire.ReplyWriter;
import java.util.List;

/** The cluster in the forms in which clients read it. */
final class ClusterReplies {
    private ClusterReplies() {}

    /** CLUSTER SLOTS: each range with its node. */
    static void slots(View view, ReplyWriter reply) {
        int ranges = 0;
        for (int i = 0; i < view.members().size(); i++) {
            ranges += view.ranges(i).size();
        }
        reply.array(ranges);
        int slot = 0;
        while (slot < ClusterMap.SLOTS) {
            int owner = view.owners()[slot];
            int end = slot;
            while (end + 1 < ClusterMap.SLOTS && view.owners()[end + 1] == owner) {
                end++;
            }
            if (owner >= 0) {
                Member member = view.members().get(owner);
                reply.array(3);
                reply.integer(slot);
                reply.integer(end);
                reply.array(4);
                reply.bulk(member.host());
                reply.integer(member.port());
                reply.bulk(member.id());
                reply.map(0);
            }
            slot = end + 1;
        }
    }

    /** CLUSTER SHARDS: each node with its ranges. */
    static void shards(View view, ReplyWriter reply) {
        reply.array(view.members().size());
        for (int i = 0; i < view.members().size(); i++) {
            List<SlotRange> ranges = view.ranges(i);
            reply.map(2);
            reply.bulk("slots");
            reply.array(2 * ranges.size());
            for (SlotRange range : ranges) {
                reply.integer(range.first());
                reply.integer(range.last());
            }
            reply.bulk("nodes");
            reply.array(1);
            shardNode(view.members().get(i), reply);
        }
    }

    private static void shardNode(Member member, ReplyWriter reply) {
        reply.map(7);
        reply.bulk("id");
        reply.bulk(member.id());
        reply.bulk("port");
        reply.integer(member.port());
        reply.bulk("ip");
        reply.bulk(member.host());
        reply.bulk("endpoint");
        reply.bulk(member.host());
        reply.bulk("role");
        reply.bulk("master");
        reply.bulk("replication-offset");
        reply.integer(0);
        reply.bulk("health");
        reply.bulk("online");
    }

    /** CLUSTER NODES: a line for each node. */
    static String nodes(View view, long nowMillis) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < view.members().size(); i++) {
            Member member = view.members().get(i);
            boolean self = i == view.self();
            out.append(member.id())
                    .append(' ')
                    .append(member.host())
                    .append(':')
                    .append(member.port());
            out.append('@').append(member.busPort());
            out.append(self ? " myself,master - 0 0 " : " master - 0 " + nowMillis + " ");
            out.append(member.epoch()).append(" connected");
            for (SlotRange range : view.ranges(i)) {
                out.append(' ').append(range.first());
                if (range.last() > range.first()) {
                    out.append('-').append(range.last());
                }
            }
            out.append('\n');
        }
        return out.toString();
    }

    /** CLUSTER LINKS: one each way to every other node. */
    static void links(View view, ReplyWriter reply) {
        reply.array(2 * (view.members().size() - 1));
        for (int i = 0; i < view.members().size(); i++) {
            if (i != view.self()) {
                link("to", view.members().get(i), reply);
                link("from", view.members().get(i), reply);
            }
        }
    }

    private static void link(String direction, Member peer, ReplyWriter reply) {
        reply.map(6);
        reply.bulk("direction");
        reply.bulk(direction);
        reply.bulk("node");
        reply.bulk(peer.id());
        reply.bulk("create-time");
        reply.integer(peer.joinedMillis());
        reply.bulk("events");
        reply.bulk(direction.equals("to") ? "rw" : "r");
        reply.bulk("send-buffer-allocated");
        reply.integer(0);
        reply.bulk("send-buffer-used");
        reply.integer(0);
    }

    /** CLUSTER INFO. */
    static String info(ClusterMap map) {
        View view = map.view();
        int served = view.served();
        long sizing = view.members().stream()
                .mapToInt(view.members()::indexOf)
                .filter(i -> !view.ranges(i).isEmpty())
                .count();
        StringBuilder out = new StringBuilder();
        line(out, "cluster_state", served == ClusterMap.SLOTS ? "ok" : "fail");
        line(out, "cluster_slots_assigned", served);
        line(out, "cluster_slots_ok", served);
        line(out, "cluster_slots_pfail", 0);
        line(out, "cluster_slots_fail", 0);
        line(out, "cluster_known_nodes", view.members().size());
        line(out, "cluster_size", sizing);
        line(out, "cluster_current_epoch", view.epoch());
        line(out, "cluster_my_epoch", view.members().get(view.self()).epoch());
        line(out, "cluster_stats_messages_sent", map.messagesSent());
        line(out, "cluster_stats_messages_received", map.messagesReceived());
        line(out, "total_cluster_links_buffer_limit_exceeded", 0);
        return out.toString();
    }

    private static void line(StringBuilder out, String name, Object value) {
        out.append(name).append(':').append(value).append("\r\n");
    }
}
