package io.yggdrasil.resp.acl;

import io.yggdrasil.resp.acl.Denial.Reason;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** ACL LOG: what was refused on this node, the latest first, and how often. Threads: any. */
public final class AccessLog {
    private static final long GROUPED_MILLIS = 60_000;
    private static final int GROUPED_ENTRIES = 10;

    /** Where a request came from that was refused; the names in small letters are those of ACL LOG. */
    public enum Context {
        TOPLEVEL,
        MULTI,
        LUA,
        MODULE
    }

    /**
     * What was refused once or, within a minute, several times.
     *
     * @param id counts entries
     * @param count how often
     * @param object the command, key or channel, one character a byte
     * @param username the user, one character a byte
     * @param clientInfo the last client, as CLIENT LIST tells it
     * @param createdMillis when it was refused first
     * @param updatedMillis when it was refused last
     */
    public record Entry(
            long id,
            long count,
            Reason reason,
            Context context,
            String object,
            String username,
            String clientInfo,
            long createdMillis,
            long updatedMillis) {
        private boolean isLike(Entry other) {
            return reason == other.reason
                    && context == other.context
                    && Math.abs(updatedMillis - other.updatedMillis) <= GROUPED_MILLIS
                    && object.equals(other.object)
                    && username.equals(other.username);
        }

        private Entry again(Entry latest) {
            return new Entry(
                    id,
                    count + 1,
                    reason,
                    context,
                    object,
                    username,
                    latest.clientInfo,
                    createdMillis,
                    latest.updatedMillis);
        }
    }

    private final LongSupplier entriesMax;
    private final ArrayDeque<Entry> entries = new ArrayDeque<>();
    private final AtomicLongArray counts = new AtomicLongArray(Reason.values().length);
    private long nextId;

    /** Makes an empty log of {@code entriesMax} entries. */
    AccessLog(LongSupplier entriesMax) {
        this.entriesMax = entriesMax;
    }

    void add(Reason reason, Context context, String object, String username, String clientInfo, long nowMillis) {
        counts.incrementAndGet(reason.ordinal());
        synchronized (this) {
            Entry entry = new Entry(nextId, 1, reason, context, object, username, clientInfo, nowMillis, nowMillis);
            Entry like = takeLike(entry);
            if (like == null) {
                nextId++;
                entries.addFirst(entry);
            } else {
                entries.addFirst(like.again(entry));
            }
            while (entries.size() > entriesMax.getAsLong()) {
                entries.removeLast();
            }
        }
    }

    /** Takes out one of the latest entries that the new one is to be counted with. */
    private @Nullable Entry takeLike(Entry entry) {
        int looked = 0;
        for (Iterator<Entry> all = entries.iterator(); all.hasNext() && looked < GROUPED_ENTRIES; looked++) {
            Entry known = all.next();
            if (known.isLike(entry)) {
                all.remove();
                return known;
            }
        }
        return null;
    }

    /** The latest entries, at most so many. */
    public synchronized List<Entry> latest(long count) {
        List<Entry> latest = new ArrayList<>();
        for (Entry entry : entries) {
            if (latest.size() >= count) {
                break;
            }
            latest.add(entry);
        }
        return latest;
    }

    /** Forgets all entries. */
    public synchronized void clear() {
        entries.clear();
    }

    /** How often something was refused for this reason since the last {@link #resetCounts}. */
    public long count(Reason reason) {
        return counts.get(reason.ordinal());
    }

    /** Sets the counters to zero. */
    public void resetCounts() {
        for (int i = 0; i < counts.length(); i++) {
            counts.set(i, 0);
        }
    }
}
