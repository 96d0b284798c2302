package io.yggdrasil.resp.cluster;

import io.yggdrasil.resp.grid.Grid;
import io.yggdrasil.resp.keyspace.Keyspace.KeyVisitor;
import io.yggdrasil.resp.keyspace.ValueType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.ignite.cluster.ClusterNode;
import org.jspecify.annotations.Nullable;

/**
 * What is asked about a whole database: every node answers for the keys that it is primary of.
 *
 * <p>Threads: that of the command.
 */
final class EveryNode {
    private final Grid grid;
    private final Dialog dialog;

    EveryNode(Grid grid, Dialog dialog) {
        this.grid = grid;
        this.dialog = dialog;
    }

    private record Found(byte[] key, ValueType type) {}

    /** The nodes that hold data, in the order of their ids. */
    List<UUID> servers() {
        return grid.ignite().cluster().forServers().nodes().stream()
                .map(ClusterNode::id)
                .sorted()
                .toList();
    }

    long size(int database) {
        return sizes(database).values().stream().mapToLong(Long::longValue).sum();
    }

    private Map<UUID, Long> sizes(int database) {
        Map<UUID, Long> sizes = new LinkedHashMap<>();
        askAll(SpanQuestion.SIZE, out -> out.putByte(database)).forEach((node, in) -> sizes.put(node, in.getLong()));
        return sizes;
    }

    /**
     * Every node tells its keys from the cursor on; up to where the first of them stopped, nothing is missing. What the
     * others told beyond that is asked for again by the next call.
     */
    long scan(int database, long cursor, int count, KeyVisitor visitor) {
        Map<UUID, Unpacker> answers = askAll(SpanQuestion.SCAN, out -> {
            out.putByte(database);
            out.putLong(cursor);
            out.putInt(count);
        });
        long next = 0;
        List<Found> found = new ArrayList<>();
        for (Unpacker in : answers.values()) {
            long stopped = in.getLong();
            if (stopped != 0 && (next == 0 || stopped < next)) {
                next = stopped;
            }
            int keys = in.getInt();
            for (int i = 0; i < keys; i++) {
                found.add(new Found(in.getBytes(), ValueType.values()[in.getByte()]));
            }
        }
        for (Found one : found) {
            if (next == 0 || grid.cursorOf(database, one.key) < next) {
                visitor.visit(one.key, one.type);
            }
        }
        return next;
    }

    /** A key of one of the nodes, each as likely as it has keys; null when there is none. */
    byte @Nullable [] randomKey(int database) {
        Map<UUID, Long> sizes = sizes(database);
        long total = sizes.values().stream().mapToLong(Long::longValue).sum();
        long target = total == 0 ? 0 : ThreadLocalRandom.current().nextLong(total);
        for (Map.Entry<UUID, Long> one : sizes.entrySet()) {
            target -= one.getValue();
            if (target < 0) {
                byte[] key = Dialog.get(dialog.ask(one.getKey(), SpanQuestion.RANDOM, out -> out.putByte(database)))
                        .getBytesOrNull();
                if (key != null) {
                    return key;
                }
                target = 0;
            }
        }
        return null;
    }

    /** Asks all nodes a question whose answers begin with the topology; they must have the same. */
    private Map<UUID, Unpacker> askAll(byte question, Dialog.Details details) {
        Map<UUID, CompletableFuture<Unpacker>> asked = new LinkedHashMap<>();
        servers().forEach(node -> asked.put(node, dialog.ask(node, question, details)));
        Map<UUID, Unpacker> answers = new LinkedHashMap<>();
        String topology = null;
        for (Map.Entry<UUID, CompletableFuture<Unpacker>> one : asked.entrySet()) {
            Unpacker in = Dialog.get(one.getValue());
            String own = in.getText();
            if (topology != null && !topology.equals(own)) {
                throw SpanGrid.unsettled();
            }
            topology = own;
            answers.put(one.getKey(), in);
        }
        return answers;
    }
}
