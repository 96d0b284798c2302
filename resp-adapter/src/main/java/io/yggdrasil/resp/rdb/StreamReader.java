package io.yggdrasil.resp.rdb;

import io.yggdrasil.ignite.collection.Collection;
import io.yggdrasil.resp.collection.PendingEntry;
import io.yggdrasil.resp.collection.StreamConsumer;
import io.yggdrasil.resp.collection.StreamGroup;
import io.yggdrasil.resp.collection.StreamGroups;
import io.yggdrasil.resp.collection.StreamId;
import io.yggdrasil.resp.collection.StreamLog;
import io.yggdrasil.resp.wire.Decimal;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads a stream in any of the {@linkplain StreamForm forms} into a new collection. */
final class StreamReader {
    private final Collection stream;
    private final StreamLog log;
    private final int type;
    private final RdbInput in;

    /** Reads a stream of a type into an empty collection. */
    StreamReader(Collection stream, int type, RdbInput in) {
        this.stream = stream;
        this.log = new StreamLog(stream);
        this.type = type;
        this.in = in;
    }

    Collection read() {
        for (long left = in.length(); left > 0; left--) {
            byte[] key = in.string();
            if (key.length != StreamId.BYTES) {
                throw damaged("id");
            }
            new Node(StreamId.read(ByteBuffer.wrap(key)), Packed.listpack(in.string())).read();
        }
        facts();
        StreamGroups groups = new StreamGroups(stream);
        for (long left = in.length(); left > 0; left--) {
            group(groups);
        }
        return stream;
    }

    private static RdbFormatException damaged(String what) {
        return new RdbFormatException("a stream is damaged: " + what);
    }

    private void facts() {
        in.length(); // How many entries there are was seen.
        StreamId lastId = id();
        StreamId maxDeletedId = StreamId.MIN;
        long added = log.count();
        if (type >= RdbType.STREAM_LISTPACKS_2) {
            id(); // That of the first entry, which was seen as well.
            maxDeletedId = id();
            added = in.length();
        }
        if (lastId.compareTo(log.lastId()) < 0) {
            throw damaged("last id");
        }
        log.set(lastId, added, maxDeletedId);
    }

    private StreamId id() {
        return new StreamId(in.unsigned(), in.unsigned());
    }

    private StreamId rawId() {
        return StreamId.read(ByteBuffer.wrap(in.bytes(StreamId.BYTES)));
    }

    private void group(StreamGroups groups) {
        byte[] name = in.string();
        StreamId lastId = id();
        long read = type >= RdbType.STREAM_LISTPACKS_2 ? in.unsigned() : log.addedUpTo(lastId);
        if (read < StreamGroup.UNKNOWN || groups.find(name) != null) {
            throw damaged("group");
        }
        StreamGroup group = groups.create(name, lastId, read);
        Map<StreamId, Delivery> pending = pending();
        for (long left = in.length(); left > 0; left--) {
            consumer(group, pending);
        }
        if (!pending.isEmpty()) {
            throw damaged("pending entry without consumer");
        }
    }

    /** When an entry was delivered, and how often. */
    private record Delivery(long millis, long count) {}

    /** What is pending in a group; who has it is told by the consumers. */
    private Map<StreamId, Delivery> pending() {
        Map<StreamId, Delivery> pending = new HashMap<>();
        for (long left = in.length(); left > 0; left--) {
            StreamId id = rawId();
            if (pending.put(id, new Delivery(in.long64(), in.unsigned())) != null) {
                throw damaged("pending entry is there twice");
            }
        }
        return pending;
    }

    private void consumer(StreamGroup group, Map<StreamId, Delivery> pending) {
        byte[] name = in.string();
        if (group.consumer(name) != null) {
            throw damaged("consumer is there twice");
        }
        long seenMillis = in.long64();
        StreamConsumer consumer = group.addConsumer(name, seenMillis);
        consumer.active(type >= RdbType.STREAM_LISTPACKS_3 ? in.long64() : seenMillis);
        group.save(consumer);
        for (long left = in.length(); left > 0; left--) {
            StreamId id = rawId();
            Delivery delivery = pending.remove(id);
            if (delivery == null) {
                throw damaged("a consumer has what is not pending");
            }
            group.putPending(new PendingEntry(id, consumer.number(), delivery.millis, delivery.count));
        }
    }

    /** The elements of a listpack from the first on. */
    private final class Node {
        private final StreamId base;
        private final List<byte[]> elements;
        private int at;

        Node(StreamId base, List<byte[]> elements) {
            this.base = base;
            this.elements = elements;
        }

        void read() {
            long entries = number();
            long deleted = number();
            byte[][] names = new byte[count()][];
            for (int i = 0; i < names.length; i++) {
                names[i] = next();
            }
            if (number() != 0 || entries < 0 || deleted < 0) {
                throw damaged("head of a node");
            }
            log.startChunk();
            long left = entries;
            while (at < elements.size()) {
                left -= entry(names) ? 1 : 0;
            }
            if (left != 0) {
                throw damaged("number of entries in a node");
            }
        }

        /** Returns whether it is there, and not deleted. */
        private boolean entry(byte[][] names) {
            int begin = at;
            long flags = number();
            StreamId id = new StreamId(base.millis() + number(), base.sequence() + number());
            byte[][] strings = (flags & StreamForm.SAME_NAMES) != 0 ? values(names) : namesAndValues();
            if (number() != at - begin - 1) {
                throw damaged("length of an entry");
            }
            if ((flags & StreamForm.DELETED) != 0) {
                return false;
            }
            if (id.compareTo(log.lastId()) <= 0) {
                throw damaged("order of ids");
            }
            log.appendToChunk(id, strings);
            return true;
        }

        private byte[][] values(byte[][] names) {
            byte[][] strings = new byte[2 * names.length][];
            for (int i = 0; i < names.length; i++) {
                strings[2 * i] = names[i];
                strings[2 * i + 1] = next();
            }
            return strings;
        }

        private byte[][] namesAndValues() {
            byte[][] strings = new byte[2 * count()][];
            for (int i = 0; i < strings.length; i++) {
                strings[i] = next();
            }
            return strings;
        }

        /** A number of names, for which there must be elements. */
        private int count() {
            long count = number();
            if (count < 0 || count > elements.size() - at) {
                throw damaged("number of names");
            }
            return (int) count;
        }

        private long number() {
            byte[] element = next();
            if (!Decimal.isLong(element, 0, element.length)) {
                throw damaged("a number is wanted");
            }
            return Decimal.parseLong(element, 0, element.length);
        }

        private byte[] next() {
            if (at == elements.size()) {
                throw damaged("end of a node");
            }
            return elements.get(at++);
        }
    }
}
