package io.yggdrasil.resp.collection;

import io.yggdrasil.ignite.YggdrasilException;
import io.yggdrasil.ignite.collection.Element;
import io.yggdrasil.ignite.collection.Tree;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A consumer group: how far it has read, its consumers, and the entries that they have and did not acknowledge.
 *
 * <pre>
 *   key                                  value
 *   0, name of the group                 number (i32), last id, entries read (i64)
 *   number, NAME                         name of the group
 *   number, CONSUMER, its name           its number (i32), seen (i64), active (i64)
 *   number, CONSUMER_NAME, its number    its name
 *   number, PENDING, id                  number of a consumer (i32), delivered (i64), deliveries (i64)
 *   number, OWNED, consumer, id          nothing: finds the pending entries of a consumer
 * </pre>
 *
 * Numbers of groups and consumers take 4 bytes, what is in capitals one. How many there are of a kind is told by ranks.
 */
public final class StreamGroup {
    /** What {@link #entriesRead} is when it cannot be told. */
    public static final long UNKNOWN = -1;

    private static final byte NAME = 0;
    private static final byte CONSUMER = 1;
    private static final byte CONSUMER_NAME = 2;
    private static final byte PENDING = 3;
    private static final byte OWNED = 4;

    /** Numbers are unsigned; what follows this one is left to be the end of its elements. */
    private static final int LAST_NUMBER = -2;

    private static final byte[] NOTHING = {};

    private final Tree tree;
    private final byte[] name;
    private final int number;
    private StreamId lastId;
    private long entriesRead;

    private StreamGroup(Tree tree, byte[] name, int number, StreamId lastId, long entriesRead) {
        this.tree = tree;
        this.name = name;
        this.number = number;
        this.lastId = lastId;
        this.entriesRead = entriesRead;
    }

    static StreamGroup read(Tree tree, byte[] name, byte[] header) {
        return parse(header, in -> new StreamGroup(tree, name, in.getInt(), StreamId.read(in), in.getLong()));
    }

    static StreamGroup create(Tree tree, byte[] name, int number, StreamId lastId, long entriesRead) {
        StreamGroup group = new StreamGroup(tree, name, number, lastId, entriesRead);
        tree.put(group.key(NAME, 0).array(), name);
        group.save();
        return group;
    }

    private static <T> T parse(byte[] value, Function<ByteBuffer, T> reader) {
        try {
            return reader.apply(ByteBuffer.wrap(value));
        } catch (BufferUnderflowException e) {
            throw new YggdrasilException(YggdrasilException.Kind.CORRUPT, "a group of a stream is damaged", e);
        }
    }

    /** Its name. Not to be changed. */
    public byte[] name() {
        return name;
    }

    /** The greatest id that was delivered, or what it was set to. */
    public StreamId lastId() {
        return lastId;
    }

    /** How many of the entries ever added were delivered, deleted ones included; {@link #UNKNOWN} if it cannot be told. */
    public long entriesRead() {
        return entriesRead;
    }

    /** Changes how far it has read. */
    public void set(StreamId newLastId, long newEntriesRead) {
        lastId = newLastId;
        entriesRead = newEntriesRead;
        save();
    }

    /** Counts an entry that is delivered, if it is ahead; stored by {@link #save()}. */
    public void advance(StreamLog log, StreamId id) {
        if (id.compareTo(lastId) <= 0) {
            return;
        }
        if (entriesRead != UNKNOWN && !log.hasGapFrom(id)) {
            entriesRead++;
        } else if (log.added() != 0) {
            entriesRead = log.addedUpTo(id);
        }
        lastId = id;
    }

    /** How many entries it has not read; null: it cannot be told. */
    public @Nullable Long lag(StreamLog log) {
        if (log.added() == 0) {
            return 0L;
        }
        boolean isCounted = entriesRead != UNKNOWN && !log.hasGapFrom(lastId);
        long read = isCounted ? entriesRead : log.addedUpTo(lastId);
        return read == UNKNOWN && !isCounted ? null : Long.valueOf(log.added() - read);
    }

    /** Stores how far it has read. */
    public void save() {
        ByteBuffer header = ByteBuffer.allocate(Integer.BYTES + StreamId.BYTES + Long.BYTES);
        tree.put(
                StreamGroups.key(name),
                lastId.put(header.putInt(number)).putLong(entriesRead).array());
    }

    /** Removes everything but what leads here. */
    void clear() {
        tree.removeRange(tree.rank(number(number)), tree.rank(number(number + 1)));
    }

    /** Number of consumers. */
    public long consumerCount() {
        return end(CONSUMER) - start(CONSUMER);
    }

    /** The consumer of a name; null: there is none. */
    public @Nullable StreamConsumer consumer(byte[] consumerName) {
        byte[] value = tree.get(consumerKey(consumerName));
        return value == null ? null : consumer(consumerName, value);
    }

    private static StreamConsumer consumer(byte[] consumerName, byte[] value) {
        return parse(value, in -> new StreamConsumer(in.getInt(), consumerName, in.getLong(), in.getLong()));
    }

    /** The consumer of a name, which is made if there is none, and asks for entries now. */
    public StreamConsumer consumerThatAsks(byte[] consumerName, long nowMillis) {
        StreamConsumer consumer = consumer(consumerName);
        if (consumer == null) {
            return addConsumer(consumerName, nowMillis);
        }
        consumer.seen(nowMillis);
        return consumer;
    }

    /** Makes and stores a consumer of a name that none has. */
    public StreamConsumer addConsumer(byte[] consumerName, long nowMillis) {
        long names = end(CONSUMER_NAME);
        int last = names == start(CONSUMER_NAME)
                ? 0
                : ByteBuffer.wrap(tree.at(names - 1).key()).getInt(Integer.BYTES + 1);
        StreamConsumer consumer = new StreamConsumer(after(last), consumerName, nowMillis, StreamConsumer.NEVER);
        tree.put(key(CONSUMER_NAME, Integer.BYTES).putInt(consumer.number()).array(), consumerName);
        save(consumer);
        return consumer;
    }

    /** Stores a consumer's times. */
    public void save(StreamConsumer consumer) {
        ByteBuffer value = ByteBuffer.allocate(Integer.BYTES + 2 * Long.BYTES)
                .putInt(consumer.number())
                .putLong(consumer.seenMillis())
                .putLong(consumer.activeMillis());
        tree.put(consumerKey(consumer.name()), value.array());
    }

    /** Removes a consumer with its pending entries. */
    public void remove(StreamConsumer consumer) {
        for (StreamId id : pendingIds(consumer, StreamId.MIN, Long.MAX_VALUE)) {
            tree.remove(pendingKey(id));
        }
        byte[] owned = ownedKey(consumer.number(), StreamId.MIN);
        long from = tree.rank(owned);
        tree.removeRange(from, from + pendingCount(consumer));
        tree.remove(key(CONSUMER_NAME, Integer.BYTES).putInt(consumer.number()).array());
        tree.remove(consumerKey(consumer.name()));
    }

    /** All consumers in the order of their names. */
    public List<StreamConsumer> consumers() {
        int count = (int) consumerCount();
        List<StreamConsumer> consumers = new ArrayList<>(count);
        visit(start(CONSUMER), count, element -> {
            byte[] key = element.key();
            byte[] consumerName = Arrays.copyOfRange(key, Integer.BYTES + 1, key.length);
            consumers.add(consumer(consumerName, element.value()));
            return true;
        });
        return consumers;
    }

    /** The name of the consumer that has a number. */
    public byte[] nameOf(int consumer) {
        byte[] found =
                tree.get(key(CONSUMER_NAME, Integer.BYTES).putInt(consumer).array());
        if (found == null) {
            throw new YggdrasilException(
                    YggdrasilException.Kind.CORRUPT, "consumer " + consumer + " of a stream has no name");
        }
        return found;
    }

    /** Number of pending entries. */
    public long pendingCount() {
        return end(PENDING) - start(PENDING);
    }

    /** Number of pending entries of a consumer. */
    public long pendingCount(StreamConsumer consumer) {
        return tree.rank(key(OWNED, Integer.BYTES).putInt(consumer.number() + 1).array())
                - tree.rank(ownedKey(consumer.number(), StreamId.MIN));
    }

    /** Number of pending entries with a smaller id. */
    public long pendingBelow(StreamId id) {
        return tree.rank(pendingKey(id)) - start(PENDING);
    }

    /** The pending entry at a place, from 0 to {@code pendingCount() - 1}. */
    public PendingEntry pendingAt(long place) {
        return pending(tree.at(start(PENDING) + place));
    }

    /** The pending entry of an id; null: there is none. */
    public @Nullable PendingEntry pending(StreamId id) {
        byte[] value = tree.get(pendingKey(id));
        return value == null ? null : pending(id, value);
    }

    /** The pending entry of an id that a consumer has. */
    public PendingEntry requirePending(StreamId id) {
        PendingEntry entry = pending(id);
        if (entry == null) {
            throw new YggdrasilException(YggdrasilException.Kind.CORRUPT, "a consumer has what is not pending");
        }
        return entry;
    }

    private static PendingEntry pending(Element element) {
        return pending(StreamId.endOf(element.key()), element.value());
    }

    private static PendingEntry pending(StreamId id, byte[] value) {
        return parse(value, in -> new PendingEntry(id, in.getInt(), in.getLong(), in.getLong()));
    }

    /** Visits pending entries in the order of their ids from a place on until the visitor says enough. */
    public void visitPending(long place, Predicate<PendingEntry> visitor) {
        visit(start(PENDING) + place, pendingCount() - place, element -> visitor.test(pending(element)));
    }

    /** Visits the ids of a consumer's pending entries from one on until the visitor says enough. */
    public void visitPending(StreamConsumer consumer, StreamId from, Predicate<StreamId> visitor) {
        long end = tree.rank(ownedKey(consumer.number(), StreamId.MIN)) + pendingCount(consumer);
        long start = tree.rank(ownedKey(consumer.number(), from));
        visit(start, end - start, element -> visitor.test(StreamId.endOf(element.key())));
    }

    /** The ids of a consumer's pending entries from one on. */
    public List<StreamId> pendingIds(StreamConsumer consumer, StreamId from, long most) {
        List<StreamId> ids = new ArrayList<>();
        visitPending(consumer, from, id -> ids.add(id) && ids.size() < most);
        return ids;
    }

    /** Makes an entry pending, whether it was or not; whoever had it has it no more. */
    public void putPending(PendingEntry entry) {
        ByteBuffer value = ByteBuffer.allocate(Integer.BYTES + 2 * Long.BYTES)
                .putInt(entry.consumer())
                .putLong(entry.deliveredMillis())
                .putLong(entry.deliveries());
        byte[] old = tree.put(pendingKey(entry.id()), value.array());
        int owner = old == null ? 0 : pending(entry.id(), old).consumer();
        if (owner == entry.consumer()) {
            return;
        }
        if (old != null) {
            tree.remove(ownedKey(owner, entry.id()));
        }
        tree.put(ownedKey(entry.consumer(), entry.id()), NOTHING);
    }

    /** Makes an entry pending no more; returns whether it was. */
    public boolean removePending(StreamId id) {
        byte[] old = tree.remove(pendingKey(id));
        if (old == null) {
            return false;
        }
        tree.remove(ownedKey(pending(id, old).consumer(), id));
        return true;
    }

    private void visit(long rank, long count, Predicate<Element> visitor) {
        long[] left = {count};
        if (count > 0) {
            tree.visit(rank, element -> visitor.test(element) && --left[0] > 0);
        }
    }

    /** The rank of the first element of a kind. */
    private long start(byte kind) {
        return tree.rank(key(kind, 0).array());
    }

    /** The rank behind the last element of a kind. */
    private long end(byte kind) {
        return start((byte) (kind + 1));
    }

    private ByteBuffer key(byte kind, int more) {
        return ByteBuffer.allocate(Integer.BYTES + 1 + more).putInt(number).put(kind);
    }

    private byte[] consumerKey(byte[] consumerName) {
        return key(CONSUMER, consumerName.length).put(consumerName).array();
    }

    private byte[] pendingKey(StreamId id) {
        return id.put(key(PENDING, StreamId.BYTES)).array();
    }

    private byte[] ownedKey(int consumer, StreamId id) {
        return id.put(key(OWNED, Integer.BYTES + StreamId.BYTES).putInt(consumer))
                .array();
    }

    /** The number that follows the greatest in use. */
    static int after(int last) {
        if (last == LAST_NUMBER) {
            throw new YggdrasilException(YggdrasilException.Kind.RESOURCE, "a stream has no more numbers to give away");
        }
        return last + 1;
    }

    static byte[] number(int number) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(number).array();
    }
}
