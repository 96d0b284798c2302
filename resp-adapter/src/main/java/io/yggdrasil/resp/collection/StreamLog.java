package io.yggdrasil.resp.collection;

import io.yggdrasil.ignite.YggdrasilException;
import io.yggdrasil.ignite.collection.Collection;
import io.yggdrasil.ignite.collection.Tree;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a stream in the order of their ids, and what is known of those that were removed. {@link StreamGroups} are
 * beside it.
 *
 * <p>Tree 0 has an element an entry: the id's 16 bytes and a {@link StreamEntry}. The facts of the root are:
 *
 * <pre>
 *   0         16             32             40          48            56
 *   +---------+--------------+--------------+-----------+-------------+-------------+
 *   | last id | greatest id  | entries      | chunk     | its entries | its bytes   |
 *   |         | deleted      | added (i64)  | (i64)     | (i64)       | (i64)       |
 *   +---------+--------------+--------------+-----------+-------------+-------------+
 * </pre>
 *
 * A chunk is a run of entries that were added one after the other, as many as {@link ChunkLimits} allow. Approximate trimming
 * removes whole chunks, as it removes whole nodes in Redis, so that it removes many entries now and then and mostly none.
 */
public final class StreamLog {
    private static final int FACTS_BYTES = 2 * StreamId.BYTES + 4 * Long.BYTES;

    /** About what Redis needs for a string beside its bytes, and for an entry beside its strings. */
    private static final int STRING_BYTES = 2;

    private static final int ENTRY_BYTES = 5;

    private final Collection collection;
    private final Tree tree;
    private StreamId lastId = StreamId.MIN;
    private StreamId maxDeletedId = StreamId.MIN;
    private long added;
    private long chunk;
    private long chunkEntries;
    private long chunkBytes;

    /** The id of the first entry once it was looked up; null: not since the last change. */
    private @Nullable StreamId first;

    /** The entries of a collection of type stream. */
    public StreamLog(Collection collection) {
        this.collection = collection;
        this.tree = collection.tree(0);
        if (collection.facts().length > 0) {
            readFacts(collection.facts());
        }
    }

    private void readFacts(byte[] facts) {
        if (facts.length != FACTS_BYTES) {
            throw new YggdrasilException(
                    YggdrasilException.Kind.CORRUPT, "the facts of a stream have " + facts.length + " bytes");
        }
        ByteBuffer in = ByteBuffer.wrap(facts);
        lastId = StreamId.read(in);
        maxDeletedId = StreamId.read(in);
        added = in.getLong();
        chunk = in.getLong();
        chunkEntries = in.getLong();
        chunkBytes = in.getLong();
    }

    private void changed() {
        first = null;
        ByteBuffer out = ByteBuffer.allocate(FACTS_BYTES);
        maxDeletedId.put(lastId.put(out)).putLong(added).putLong(chunk).putLong(chunkEntries);
        collection.facts(out.putLong(chunkBytes).array());
    }

    /** Number of entries. */
    public long count() {
        return tree.count();
    }

    /** The greatest id that was ever an entry's, or what it was set to. */
    public StreamId lastId() {
        return lastId;
    }

    /** The greatest id that was deleted; the least of all ids if none was. */
    public StreamId maxDeletedId() {
        return maxDeletedId;
    }

    /** How many entries were ever added. */
    public long added() {
        return added;
    }

    /** The id of the first entry; the least of all ids if there is none. */
    public StreamId firstId() {
        StreamId known = first;
        if (known == null) {
            known = count() == 0 ? StreamId.MIN : StreamId.endOf(tree.at(0).key());
            first = known;
        }
        return known;
    }

    /** The id of the last entry; the least of all ids if there is none. */
    public StreamId lastEntryId() {
        return count() == 0 ? StreamId.MIN : StreamId.endOf(tree.at(count() - 1).key());
    }

    /** About the number of chunks: those of which nothing is left between others count. */
    public long chunkCount() {
        return count() == 0 ? 0 : chunkAt(count() - 1) - chunkAt(0) + 1;
    }

    private long chunkAt(long rank) {
        return StreamEntry.chunkOf(tree.at(rank).value());
    }

    /** Changes what is known beside the entries. */
    public void set(StreamId newLastId, long newAdded, StreamId newMaxDeletedId) {
        lastId = newLastId;
        added = newAdded;
        maxDeletedId = newMaxDeletedId;
        changed();
    }

    /**
     * Adds an entry.
     *
     * @param id greater than {@link #lastId}
     * @param strings names and values in turn
     */
    public void append(StreamId id, byte[][] strings, ChunkLimits limits) {
        if (id.compareTo(lastId) <= 0) {
            throw new IllegalArgumentException("id=" + id + " lastId=" + lastId);
        }
        long bytes = 0;
        for (byte[] string : strings) {
            bytes += string.length;
        }
        if (count() == 0 || limits.isFull(chunkEntries, chunkBytes + bytes)) {
            startChunk();
        }
        put(id, strings, bytes);
    }

    /** Lets the next entry begin a chunk. */
    public void startChunk() {
        chunk++;
        chunkEntries = 0;
        chunkBytes = 0;
    }

    /** Adds an entry as {@link #append} does, but to the last chunk, however large it is. */
    public void appendToChunk(StreamId id, byte[][] strings) {
        append(id, strings, ChunkLimits.NONE);
    }

    private void put(StreamId id, byte[][] strings, long bytes) {
        tree.put(id.key(), StreamEntry.encode(chunk, strings));
        chunkEntries++;
        chunkBytes += bytes + ENTRY_BYTES + (long) STRING_BYTES * strings.length;
        added++;
        lastId = id;
        changed();
    }

    /** The entry of an id; null: there is none. */
    public @Nullable StreamEntry get(StreamId id) {
        byte[] value = tree.get(id.key());
        return value == null ? null : new StreamEntry(id, value);
    }

    /** Whether there is an entry of an id. */
    public boolean contains(StreamId id) {
        return tree.contains(id.key());
    }

    /** Removes an entry; returns whether it was there. */
    public boolean delete(StreamId id) {
        byte[] old = tree.remove(id.key());
        if (old == null) {
            return false;
        }
        if (id.compareTo(maxDeletedId) > 0) {
            maxDeletedId = id;
        }
        if (StreamEntry.chunkOf(old) == chunk && count() > 0 && chunkAt(count() - 1) != chunk) {
            chunkBytes = Integer.MAX_VALUE; // Nothing is left of the last chunk: the next entry begins a new one.
        }
        changed();
        return true;
    }

    /** Number of entries with a smaller id. */
    public long below(StreamId id) {
        return tree.rank(id.key());
    }

    /** Number of entries from an id up to another, both included. */
    public long count(StreamId from, StreamId to) {
        return Math.max(0, upTo(to) - below(from));
    }

    private long upTo(StreamId id) {
        StreamId next = id.next();
        return next == null ? count() : below(next);
    }

    /**
     * Visits entries from an id up to another, both included.
     *
     * @param most how many at most
     * @param forward whether ids ascend
     */
    public void visit(StreamId from, StreamId to, long most, boolean forward, EntryVisitor visitor) {
        long[] left = {Math.min(most, count(from, to))};
        if (left[0] == 0) {
            return;
        }
        tree.visit(forward ? below(from) : upTo(to) - 1, forward, element -> {
            visitor.visit(new StreamEntry(StreamId.endOf(element.key()), element.value()));
            return --left[0] > 0;
        });
    }

    /** Told of entries, which are the visitor's to keep. */
    @FunctionalInterface
    public interface EntryVisitor {
        /** Told of the next one. */
        void visit(StreamEntry entry);
    }

    /**
     * Removes the oldest entries.
     *
     * @param most how many at most
     * @param wholeChunks whether entries stay whose chunk has others that stay
     * @return how many were removed
     */
    public long trim(long most, boolean wholeChunks) {
        long removed = Math.max(0, Math.min(most, count()));
        if (wholeChunks && removed < count()) {
            removed = chunkStart(removed);
        }
        if (removed > 0) {
            tree.removeRange(0, removed);
            changed();
        }
        return removed;
    }

    /** The rank of the first entry of the chunk that the one at a rank is in. */
    private long chunkStart(long rank) {
        long wanted = chunkAt(rank);
        long low = 0;
        long high = rank;
        while (low < high) {
            long middle = (low + high) >>> 1;
            if (chunkAt(middle) < wanted) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** How many of the entries ever added are not behind an id; -1: it cannot be told. */
    public long addedUpTo(StreamId id) {
        if (added == 0) {
            return 0;
        }
        int toLast = id.compareTo(lastId);
        if (toLast == 0 || (toLast < 0 && count() == 0)) {
            return added;
        }
        if (toLast > 0 || (!maxDeletedId.equals(StreamId.MIN) && maxDeletedId.compareTo(firstId()) >= 0)) {
            return -1;
        }
        int toFirst = id.compareTo(firstId());
        return toFirst > 0 ? -1 : added - count() + (toFirst == 0 ? 1 : 0);
    }

    /** Whether an entry may be missing, because it was deleted, from an id on and behind the first entry. */
    public boolean hasGapFrom(StreamId id) {
        return count() > 0
                && !maxDeletedId.equals(StreamId.MIN)
                && firstId().compareTo(maxDeletedId) <= 0
                && id.compareTo(maxDeletedId) <= 0;
    }
}
