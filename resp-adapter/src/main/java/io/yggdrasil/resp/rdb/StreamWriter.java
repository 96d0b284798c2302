package io.yggdrasil.resp.rdb;

import io.yggdrasil.ignite.collection.Collection;
import io.yggdrasil.resp.collection.PendingEntry;
import io.yggdrasil.resp.collection.StreamConsumer;
import io.yggdrasil.resp.collection.StreamEntry;
import io.yggdrasil.resp.collection.StreamGroup;
import io.yggdrasil.resp.collection.StreamGroups;
import io.yggdrasil.resp.collection.StreamId;
import io.yggdrasil.resp.collection.StreamLog;
import io.yggdrasil.resp.command.StringLimit;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Writes streams in the {@linkplain StreamForm form} of Redis 7.0, which does not know when a consumer was active. */
final class StreamWriter {
    private final RdbOutput out;
    private final ListpackWriter node;

    /** The entries of the next node. */
    private final List<StreamEntry> entries = new ArrayList<>();

    StreamWriter(StringLimit limit, RdbOutput out) {
        this.out = out;
        this.node = new ListpackWriter(limit);
    }

    /** The stream with its type. */
    void write(Collection stream) {
        StreamLog log = new StreamLog(stream);
        out.octet(RdbType.STREAM_LISTPACKS_2);
        nodes(log);
        out.length(log.count());
        id(log.lastId());
        id(log.firstId());
        id(log.maxDeletedId());
        out.length(log.added());
        List<StreamGroup> groups = new StreamGroups(stream).all();
        out.length(groups.size());
        groups.forEach(this::group);
    }

    /** A node for each chunk. How many there are is known at the end. */
    private void nodes(StreamLog log) {
        out.octet(RdbInput.LENGTH_OF_FOUR_BYTES);
        int countAt = out.size();
        out.room(Integer.BYTES);
        int[] count = {0};
        log.visit(StreamId.MIN, StreamId.MAX, Long.MAX_VALUE, true, entry -> {
            if (entries.isEmpty() || !entry.isInChunkOf(entries.get(0))) {
                endNode();
                count[0]++;
            }
            entries.add(entry);
        });
        endNode();
        out.over(countAt).order(ByteOrder.BIG_ENDIAN).putInt(count[0]);
    }

    private void endNode() {
        if (!entries.isEmpty()) {
            writeNode();
            entries.clear();
        }
    }

    private void writeNode() {
        StreamEntry first = entries.get(0);
        List<byte[]> names = names(first);
        node.begin();
        node.number(entries.size());
        node.number(0);
        node.number(names.size());
        names.forEach(name -> node.string(name, 0, name.length));
        node.number(0);
        entries.forEach(entry -> entry(entry, first.id(), names));
        byte[] key = first.id().key();
        out.plain(key, 0, key.length);
        byte[] packed = node.finish();
        out.plain(packed, 0, packed.length);
    }

    private static List<byte[]> names(StreamEntry entry) {
        List<byte[]> names = new ArrayList<>(entry.stringCount() / 2);
        Turn turn = new Turn();
        entry.forEach((bytes, offset, length) -> {
            if (turn.isName()) {
                names.add(Arrays.copyOfRange(bytes, offset, offset + length));
            }
        });
        return names;
    }

    private void entry(StreamEntry entry, StreamId base, List<byte[]> names) {
        boolean same = hasNames(entry, names);
        node.number(same ? StreamForm.SAME_NAMES : 0);
        node.number(entry.id().millis() - base.millis());
        node.number(entry.id().sequence() - base.sequence());
        int strings = entry.stringCount();
        if (!same) {
            node.number(strings / 2);
        }
        Turn turn = new Turn();
        entry.forEach((bytes, offset, length) -> {
            if (!turn.isName() || !same) {
                node.string(bytes, offset, length);
            }
        });
        node.number(StreamForm.ENTRY_ELEMENTS + (same ? strings / 2 : strings + 1));
    }

    private static boolean hasNames(StreamEntry entry, List<byte[]> names) {
        if (entry.stringCount() != 2 * names.size()) {
            return false;
        }
        Turn turn = new Turn();
        boolean[] same = {true};
        entry.forEach((bytes, offset, length) -> {
            int place = turn.count / 2;
            if (turn.isName()) {
                byte[] name = names.get(place);
                same[0] &= Arrays.equals(bytes, offset, offset + length, name, 0, name.length);
            }
        });
        return same[0];
    }

    /** Tells names from the values that follow them. */
    private static final class Turn {
        private int count;

        boolean isName() {
            return count++ % 2 == 0;
        }
    }

    private void id(StreamId id) {
        out.length(id.millis());
        out.length(id.sequence());
    }

    private void rawId(StreamId id) {
        out.room(StreamId.BYTES).put(id.key());
    }

    private void group(StreamGroup group) {
        out.plain(group.name(), 0, group.name().length);
        id(group.lastId());
        out.length(group.entriesRead());
        out.length(group.pendingCount());
        group.visitPending(0, entry -> {
            pending(entry);
            return true;
        });
        List<StreamConsumer> consumers = group.consumers();
        out.length(consumers.size());
        for (StreamConsumer consumer : consumers) {
            out.plain(consumer.name(), 0, consumer.name().length);
            out.room(Long.BYTES).putLong(consumer.seenMillis());
            out.length(group.pendingCount(consumer));
            group.visitPending(consumer, StreamId.MIN, id -> {
                rawId(id);
                return true;
            });
        }
    }

    private void pending(PendingEntry entry) {
        rawId(entry.id());
        out.room(Long.BYTES).putLong(entry.deliveredMillis());
        out.length(entry.deliveries());
    }
}
