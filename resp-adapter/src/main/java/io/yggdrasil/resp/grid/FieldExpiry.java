package io.yggdrasil.resp.grid;

import io.yggdrasil.ignite.YggdrasilException;
import io.yggdrasil.ignite.collection.RootValue;
import io.yggdrasil.ignite.internals.EntryKey;
import io.yggdrasil.ignite.internals.EntryStore;
import io.yggdrasil.ignite.internals.PartitionView;
import io.yggdrasil.ignite.internals.SharedNote;
import io.yggdrasil.ignite.slot.Keys;
import io.yggdrasil.resp.collection.HashFields;
import io.yggdrasil.resp.keyspace.Expiry;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes fields of hashes whose time is over, soon after it, at the primary of each hash.
 *
 * <p>Whoever stores a hash with such fields here has its first time noted, and when that comes a thread has HPURGE run. What is
 * in the notes does not outlive the process nor go with a partition; so a partition is searched once when this node becomes its
 * primary, but only in grids in which a field has ever had a time (a note of the grid tells): without such fields nothing is
 * searched and nothing noted. When there are more hashes than notes, the search is repeated when the notes have been used.
 *
 * <p>Threads: {@link #onPut} and {@link #note} any, inside of scopes; they do not wait.
 */
public final class FieldExpiry implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FieldExpiry.class);
    private static final String NOTE = "yggdrasil.fieldTimes";
    private static final int NOTED_MAX = 200_000;
    private static final long LOOK_MILLIS = 200;
    private static final long RETRY_MILLIS = 100;
    private static final long SEARCH_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Grid grid;
    private final SharedNote used;
    private final Map<Place, Long> noted = new ConcurrentHashMap<>();
    private final DelayQueue<Due> queue = new DelayQueue<>();
    private final Map<String, BitSet> searched = new HashMap<>();
    private volatile boolean isUsed;
    private volatile boolean isMissing;
    private volatile boolean isOn = true;
    private volatile @Nullable Purger purger;
    private @Nullable Thread thread;

    FieldExpiry(Grid grid) {
        this.grid = grid;
        this.used = SharedNote.of(grid.ignite(), NOTE);
    }

    /** Runs HPURGE. */
    @FunctionalInterface
    public interface Purger {
        /**
         * Runs it for a key.
         *
         * @return false when it could not be run now
         */
        boolean purge(int database, byte[] key);
    }

    /** Where a hash is. */
    private record Place(int cache, String key) {}

    /** A hash whose first time comes. */
    private record Due(Place place, long timeMillis) implements Delayed {
        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(timeMillis - System.currentTimeMillis(), TimeUnit.MILLISECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(timeMillis, ((Due) other).timeMillis);
        }
    }

    /** Begins to remove fields; called once. */
    public void start(Purger runs) {
        purger = runs;
        used.onChange(text -> isUsed = text != null);
        isUsed = used.text() != null;
        Thread worker = new Thread(this::run, "resp-field-expiry");
        worker.setDaemon(true);
        worker.start();
        thread = worker;
    }

    /** Lets fields be removed, or not. */
    public void enable(boolean on) {
        isOn = on;
    }

    /** A value was stored of which this node is the primary. */
    public void onPut(EntryKey key, RootValue root) {
        long first = HashFields.firstTimeOf(root.bytes());
        if (first != Expiry.NONE) {
            note(key, first);
        }
    }

    /** Has fields of a hash removed when a time has come. */
    public void note(EntryKey key, long timeMillis) {
        byte[] bytes = Keys.bytes(key.key());
        if (bytes != null) {
            note(new Place(key.store().id(), text(bytes)), timeMillis);
        }
    }

    private void note(Place place, long timeMillis) {
        Long before = noted.get(place);
        if (before != null && before <= timeMillis) {
            return; // What comes then finds the later one.
        }
        if (before == null && noted.size() >= NOTED_MAX) {
            isMissing = true;
            return;
        }
        noted.put(place, timeMillis);
        queue.add(new Due(place, timeMillis));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1);
    }

    // On the thread.

    private void run() {
        try {
            long lastNanos = System.nanoTime();
            while (true) {
                Due due = queue.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                if (due != null && !isOn) {
                    queue.add(new Due(due.place(), due.timeMillis()));
                    TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
                } else if (due != null && noted.remove(due.place(), due.timeMillis())) {
                    purge(due.place());
                }
                if (due == null || System.nanoTime() - lastNanos > SEARCH_NANOS) {
                    search();
                    lastNanos = System.nanoTime();
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("No more fields are removed", e);
        }
    }

    private void purge(Place place) {
        int database = databaseOf(place.cache());
        Purger runs = purger;
        if (database < 0 || runs == null) {
            return; // The cache is gone.
        }
        boolean done = false;
        try {
            done = runs.purge(database, place.key().getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
        } catch (RuntimeException e) {
            LOG.warn("Fields of a hash could not be removed", e);
        }
        if (!done) {
            note(place, System.currentTimeMillis() + RETRY_MILLIS);
        }
    }

    /** The database that a cache belongs to now; -1: none. */
    private int databaseOf(int cache) {
        for (int database = 0; database < Grid.DATABASES; database++) {
            for (BoundStore bound : grid.stores(database)) {
                if (bound.store().id() == cache) {
                    return database;
                }
            }
        }
        return -1;
    }

    /** Tells the grid that fields have times, and looks for hashes that nobody here has noted. */
    private void search() {
        try {
            if (!isUsed) {
                if (noted.isEmpty()) {
                    return;
                }
                isUsed = used.replace(null, NOTE) || used.text() != null;
            }
            if (isMissing && noted.size() < NOTED_MAX / 2) {
                isMissing = false;
                searched.clear();
            }
            for (int database = 0; database < Grid.DATABASES; database++) {
                for (BoundStore bound : grid.stores(database)) {
                    search(bound.store());
                }
            }
        } catch (YggdrasilException e) {
            LOG.debug("Hashes are searched later", e); // Ownership is being decided, or the node stops.
        }
    }

    private void search(EntryStore store) {
        PartitionView view = store.view();
        if (view == null) {
            return;
        }
        BitSet done = searched.computeIfAbsent(store.name(), name -> new BitSet());
        for (int p = done.nextSetBit(0); p >= 0; p = done.nextSetBit(p + 1)) {
            done.set(p, view.isLocal(p));
        }
        for (int p = view.nextLocal(0); p >= 0; p = view.nextLocal(p + 1)) {
            if (!done.get(p)) {
                done.set(p, store.size(p) == 0 || search(store, p));
            }
        }
    }

    private boolean search(EntryStore store, int partition) {
        return store.scan(partition, Integer.MIN_VALUE, (key, hash, value, expireTime) -> {
            byte[] bytes = value instanceof RootValue ? Keys.bytes(key) : null;
            long first = bytes == null ? Expiry.NONE : HashFields.firstTimeOf(((RootValue) value).bytes());
            if (bytes != null && first != Expiry.NONE) {
                note(new Place(store.id(), text(bytes)), first);
            }
            return !Thread.currentThread().isInterrupted();
        });
    }

    @Override
    public void close() {
        Thread worker = thread;
        if (worker != null) {
            worker.interrupt();
        }
    }
}
