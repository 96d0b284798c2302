package io.yggdrasil.ignite.eviction;

import io.yggdrasil.ignite.internals.EntryCodec;
import io.yggdrasil.ignite.internals.EntryVersion;
import io.yggdrasil.ignite.internals.NodeMessages;
import io.yggdrasil.ignite.internals.SampledRow;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * How a node that has too little room asks the primaries of its backups' entries to evict some: it looks at its own rows,
 * the primary decides by version, and the eviction comes back like any removal. A node has one proposal of another under
 * way at a time; one that is not answered is forgotten.
 *
 * <pre>
 *   proposal  1 | length 2, cache name | rows 4 | rows: partition 4, key length 4, key, version 16
 *   done      2
 *   short     3 | 1: the sender is short of room, 0: no longer
 * </pre>
 *
 * The last one goes to all, now and then again: who writes copies to such a node slows down.
 */
final class Proposals implements NodeMessages.Receiver {
    private static final byte PROPOSAL = 1;
    private static final byte DONE = 2;
    private static final byte SHORT = 3;
    private static final int VERSION_BYTES = 16;
    private static final long FORGOTTEN_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final NodeMessages messages;
    private final Target target;
    private final Map<UUID, Long> underWay = new ConcurrentHashMap<>();

    /** Told what others send, on Ignite's network threads. */
    interface Target {
        /** Another node is short of room, or no longer. */
        void onShort(UUID node, boolean isShort);

        /** Evicts what is proposed; {@code whenDone} is to be run on any thread. */
        void evict(String cacheName, List<ProposedRow> rows, Runnable whenDone);
    }

    /** A row by its key and version, as they are encoded. */
    record ProposedRow(int partition, byte[] key, byte[] version) {}

    Proposals(NodeMessages messages, Target target) {
        this.messages = messages;
        this.target = target;
    }

    /** Proposes rows to their primary; returns how many, 0 when it is busy or gone. */
    int send(UUID node, String cacheName, List<SampledRow> rows) {
        long now = System.nanoTime();
        Long since = underWay.putIfAbsent(node, now);
        if (since != null && (now - since < FORGOTTEN_NANOS || !underWay.replace(node, since, now))) {
            return 0;
        }
        List<ProposedRow> proposed = new ArrayList<>(rows.size());
        for (SampledRow row : rows) {
            byte[] version = EntryVersion.encode(row.version());
            if (version != null) {
                proposed.add(new ProposedRow(row.partition(), EntryCodec.encode(row.key()), version));
            }
        }
        byte[] message = encode(cacheName, proposed);
        if (proposed.isEmpty() || !messages.send(node, message, message.length)) {
            underWay.remove(node);
            return 0;
        }
        return proposed.size();
    }

    private static byte[] encode(String cacheName, List<ProposedRow> rows) {
        byte[] name = cacheName.getBytes(StandardCharsets.UTF_8);
        int bytes = 1 + Short.BYTES + name.length + Integer.BYTES;
        for (ProposedRow row : rows) {
            bytes += 2 * Integer.BYTES + row.key().length + VERSION_BYTES;
        }
        ByteBuffer out = ByteBuffer.allocate(bytes)
                .put(PROPOSAL)
                .putShort((short) name.length)
                .put(name)
                .putInt(rows.size());
        for (ProposedRow row : rows) {
            out.putInt(row.partition()).putInt(row.key().length).put(row.key()).put(row.version());
        }
        return out.array();
    }

    @Override
    public void onMessage(UUID from, byte[] message) {
        ByteBuffer in = ByteBuffer.wrap(message);
        switch (in.get()) {
            case DONE -> underWay.remove(from);
            case SHORT -> target.onShort(from, in.get() == 1);
            default -> onProposal(from, in);
        }
    }

    /** Tells another node whether this one is short of room. */
    void tell(UUID node, boolean isShort) {
        messages.send(node, new byte[] {SHORT, (byte) (isShort ? 1 : 0)}, 2);
    }

    private void onProposal(UUID from, ByteBuffer in) {
        byte[] name = bytes(in, in.getShort());
        int count = in.getInt();
        List<ProposedRow> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int partition = in.getInt();
            rows.add(new ProposedRow(partition, bytes(in, in.getInt()), bytes(in, VERSION_BYTES)));
        }
        target.evict(new String(name, StandardCharsets.UTF_8), rows, () -> messages.send(from, new byte[] {DONE}, 1));
    }

    private static byte[] bytes(ByteBuffer in, int length) {
        byte[] out = new byte[length];
        in.get(out);
        return out;
    }

    @Override
    public void onNodeLeft(UUID node) {
        underWay.remove(node);
        target.onShort(node, false);
    }
}
