package io.yggdrasil.resp.cluster;

import io.yggdrasil.ignite.Yggdrasil;
import io.yggdrasil.ignite.YggdrasilException;
import io.yggdrasil.ignite.YggdrasilException.Kind;
import io.yggdrasil.ignite.internals.EntryCodec;
import io.yggdrasil.ignite.internals.EntryKey;
import io.yggdrasil.ignite.internals.EntryRow;
import io.yggdrasil.ignite.internals.EntryStore;
import io.yggdrasil.ignite.internals.Intents;
import io.yggdrasil.ignite.internals.PartitionView;
import io.yggdrasil.resp.grid.Grid;
import io.yggdrasil.resp.keyspace.Key;
import io.yggdrasil.resp.keyspace.Keyspace.KeyVisitor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.apache.ignite.cluster.ClusterNode;
import org.jspecify.annotations.Nullable;

/**
 * The owners of one command's keys, and what is asked of them. Slots are held in the order of nodes and then of
 * partitions, so that two commands cannot wait for each other; only when all are free at once is that order left.
 *
 * <p>Threads: that of the command.
 */
final class SpanGrid implements SpanEntries.Source {
    private static final AtomicLong COMMANDS = new AtomicLong();
    /** Emptying a large database takes its time. */
    private static final long APPLY_SECONDS_MAX = 600;

    private static final int TRY_MILLIS = 0;
    private static final int WAIT_MILLIS = 5_000;
    private static final long AGAIN_NANOS_MAX = TimeUnit.SECONDS.toNanos(30);
    private static final long AGAIN_PARK_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    /** After which time a script's other nodes are told of it: most end before. */
    private static final long TELL_MILLIS = 10;

    private final Grid grid;
    private final Dialog dialog;
    private final EveryNode everyNode;

    /** By node, in the order of their ids. */
    private final Map<UUID, Part> parts = new TreeMap<>();

    private @Nullable Object generation;
    private long command;

    /** Tells other nodes that a script holds their slots; null when the command is none. */
    private @Nullable CompletableFuture<Void> telling;

    /** What one owner has of the command's keys. */
    private static final class Part {
        private final TreeSet<Integer> partitions = new TreeSet<>();
        private final List<EntryKey> keys = new ArrayList<>();
        private boolean leased;
        private long[] stamps = {};
        private long epoch;
        private final long ownerOrder;

        Part(long ownerOrder) {
            this.ownerOrder = ownerOrder;
        }
    }

    SpanGrid(Grid grid, Dialog dialog) {
        this.grid = grid;
        this.dialog = dialog;
        this.everyNode = new EveryNode(grid, dialog);
    }

    /** Begins a command. */
    void begin() {
        parts.clear();
        command = COMMANDS.incrementAndGet();
        generation = grid.namespaces().generation();
    }

    /** Finds the owners of keys; a {@code RETRY} error while they are not known. */
    void plan(List<SpanEntries.Wanted> wanted) {
        for (SpanEntries.Wanted one : wanted) {
            Key key = one.key();
            EntryStore store = grid.storeOrRequest(one.database(), key.buffer());
            PartitionView view = store == null ? null : store.view();
            UUID owner = view == null ? null : view.primary(key.partition());
            if (view != null) {
                Grid.requireNotLost(view, key.partition());
            }
            if (store == null || owner == null) {
                throw unsettled();
            }
            Part part = parts.computeIfAbsent(owner, this::part);
            EntryKey entry = store.key(key.buffer(), key.offset(), key.length(), key.partition());
            part.partitions.add(key.partition());
            if (!part.keys.contains(entry)) {
                part.keys.add(entry);
            }
        }
    }

    private Part part(UUID owner) {
        ClusterNode node = grid.ignite().cluster().node(owner);
        if (node == null) {
            throw unsettled();
        }
        return new Part(node.order());
    }

    static YggdrasilException unsettled() {
        return new YggdrasilException(Kind.RETRY, "ownership is being decided");
    }

    /** Holds the slots on all owners and learns the rows. */
    void lease(SpanEntries entries) {
        boolean all = entries.wantsAllWritten();
        if (all) {
            everyNode.servers().forEach(node -> parts.computeIfAbsent(node, this::part));
        }
        if (!leaseAtOnce(entries, all)) {
            release();
            for (Map.Entry<UUID, Part> one : parts.entrySet()) {
                learn(entries, one.getValue(), Dialog.get(askLease(one.getKey(), one.getValue(), all, WAIT_MILLIS)));
            }
        }
        requireSameDatabases();
    }

    private boolean leaseAtOnce(SpanEntries entries, boolean all) {
        Map<Part, CompletableFuture<Unpacker>> asked = new LinkedHashMap<>();
        parts.forEach((node, part) -> asked.put(part, askLease(node, part, all, TRY_MILLIS)));
        boolean got = true;
        for (Map.Entry<Part, CompletableFuture<Unpacker>> one : asked.entrySet()) {
            try {
                learn(entries, one.getKey(), Dialog.get(one.getValue()));
            } catch (YggdrasilException e) {
                got = false;
            }
        }
        return got;
    }

    private CompletableFuture<Unpacker> askLease(UUID node, Part part, boolean all, int waitMillis) {
        part.leased = true;
        return dialog.ask(node, SpanQuestion.LEASE, out -> {
            out.putLong(command);
            out.putInt(waitMillis);
            out.putByte(all ? 1 : 0);
            putInts(out, part.partitions);
            RowCodec.writeKeys(out, part.keys);
        });
    }

    private static void learn(SpanEntries entries, Part part, Unpacker in) {
        for (EntryKey key : part.keys) {
            entries.add(key, RowCodec.readRow(in, key.store()));
        }
    }

    /** A database may have been swapped away since its keys were resolved. */
    private void requireSameDatabases() {
        if (generation != grid.namespaces().generation()) {
            throw unsettled();
        }
    }

    /**
     * Says that it is a script that begins to run with the slots. When it runs for long the other owners are told: their
     * clients wait for it. A node that hears of it too late holds nothing any more, and forgets it.
     *
     * @param isFunction whether it is a function
     */
    void runScript(boolean isFunction) {
        UUID self = grid.ignite().cluster().localNode().id(); // It knows what it runs.
        List<UUID> nodes =
                parts.keySet().stream().filter(node -> !node.equals(self)).toList();
        long told = command;
        telling = CompletableFuture.runAsync(
                () -> nodes.forEach(node -> dialog.ask(node, SpanQuestion.RUNS, out -> {
                    out.putLong(told);
                    out.putByte(isFunction ? 1 : 0);
                })),
                CompletableFuture.delayedExecutor(TELL_MILLIS, TimeUnit.MILLISECONDS));
    }

    /** Whether the other owners were told that a script runs. */
    private boolean endTelling() {
        CompletableFuture<Void> begun = telling;
        telling = null;
        return begun != null && !begun.cancel(false);
    }

    /** Learns the rows without holding anything. */
    void glance(SpanEntries entries) {
        Map<Part, CompletableFuture<Unpacker>> asked = new LinkedHashMap<>();
        parts.forEach((node, part) -> asked.put(part, dialog.ask(node, SpanQuestion.GLANCE, out -> {
            putInts(out, part.partitions);
            RowCodec.writeKeys(out, part.keys);
        })));
        asked.forEach((part, answer) -> {
            Unpacker in = Dialog.get(answer);
            part.stamps = new long[part.partitions.size()];
            for (int i = 0; i < part.stamps.length; i++) {
                part.stamps[i] = in.getLong();
            }
            part.epoch = in.getLong();
            learn(entries, part, in);
        });
        requireSameDatabases();
    }

    /** A {@code RETRY} error when anything that was read has been written since. */
    void validate() {
        List<CompletableFuture<Unpacker>> asked = new ArrayList<>();
        parts.forEach((node, part) -> asked.add(dialog.ask(node, SpanQuestion.VALIDATE, out -> {
            putInts(out, part.partitions);
            for (long stamp : part.stamps) {
                out.putLong(stamp);
            }
            out.putLong(part.epoch);
            RowCodec.writeKeys(out, part.keys.subList(0, 1));
        })));
        boolean same = true;
        for (CompletableFuture<Unpacker> answer : asked) {
            same &= Dialog.get(answer).getByte() != 0;
        }
        if (!same) {
            throw new YggdrasilException(Kind.RETRY, "keys were written meanwhile");
        }
    }

    /**
     * Has the owners write what was changed and give the slots back; all at the same time. What an owner refused, for it
     * is one no longer, is written by the new one, if nobody changed it in between.
     *
     * @param whole whether all is to be written even when this node is lost in between
     */
    void apply(SpanEntries entries, boolean whole) {
        Intents.Announced announced = whole ? announce(entries) : null;
        YggdrasilException refused = null;
        try {
            refused = apply(entries);
        } finally {
            if (announced != null && refused != null) {
                announced.cancel();
            } else if (announced != null) {
                announced.done();
            }
        }
        if (refused != null) {
            throw refused;
        }
    }

    /** Tells the nodes with copies, unless one owner writes all; what empties a database is not told. */
    private Intents.@Nullable Announced announce(SpanEntries entries) {
        List<Intents.Write> writes = new ArrayList<>();
        int owners = 0;
        for (Part part : parts.values()) {
            List<EntryKey> changed = changed(entries, part);
            owners += changed.isEmpty() ? 0 : 1;
            for (EntryKey key : changed) {
                SpanEntries.Entry entry =
                        Objects.requireNonNull(entries.entries().get(key));
                EntryRow after = entry.after();
                writes.add(new Intents.Write(
                        key,
                        after.value(),
                        after.expireTime(),
                        true,
                        entry.before().version()));
            }
        }
        boolean several = owners > 1 && entries.cleared().isEmpty();
        return several ? Yggdrasil.of(grid.ignite()).intents().announce(writes, EntryStore::view) : null;
    }

    /** Returns why no owner has written anything; null when all is written. */
    private @Nullable YggdrasilException apply(SpanEntries entries) {
        Map<UUID, CompletableFuture<Unpacker>> asked = new LinkedHashMap<>();
        Map<UUID, List<EntryKey>> changes = new HashMap<>();
        List<CompletableFuture<Unpacker>> released = new ArrayList<>();
        boolean told = endTelling();
        for (Map.Entry<UUID, Part> one : parts.entrySet()) {
            List<EntryKey> changed = changed(entries, one.getValue());
            if (changed.isEmpty() && entries.cleared().isEmpty()) {
                released.add(askRelease(one.getKey(), one.getValue()));
            } else {
                one.getValue().leased = false;
                changes.put(one.getKey(), changed);
                asked.put(one.getKey(), askApply(one.getKey(), entries, changed));
            }
        }
        if (told) {
            await(released); // Who hears of the script's end is not to be told that it keeps a node busy.
        }
        boolean untouched = true;
        Undone undone = new Undone();
        YggdrasilException failure = null;
        for (Map.Entry<UUID, CompletableFuture<Unpacker>> one : asked.entrySet()) {
            UUID owner = one.getKey();
            try {
                Dialog.get(one.getValue());
                untouched = false;
            } catch (YggdrasilException e) {
                boolean left = e instanceof Dialog.Left;
                untouched &= !left;
                failure = e;
                long order = Objects.requireNonNull(parts.get(owner)).ownerOrder;
                undone.add(Objects.requireNonNull(changes.get(owner)), left ? order : Undone.REFUSED);
            }
        }
        if (failure != null && !untouched) {
            applyAgain(entries, undone, failure);
            return null;
        }
        return failure;
    }

    private void applyAgain(SpanEntries entries, Undone undone, YggdrasilException failure) {
        if (failure.kind() != Kind.RETRY) {
            throw new YggdrasilException(Kind.FATAL, "the write is done in part: " + failure.getMessage(), failure);
        }
        if (undone.isEmpty() || !entries.cleared().isEmpty()) { // What was written since a flush must not be flushed.
            throw new Undone.FateUnknown(failure);
        }
        long deadline = System.nanoTime() + AGAIN_NANOS_MAX;
        SpanGrid again = new SpanGrid(grid, dialog);
        while (true) {
            try {
                again.begin();
                again.planEntries(undone.keys());
                SpanEntries now = new SpanEntries(again);
                again.lease(now);
                undone.requireKnown(entries, now);
                again.applyOnce(entries, undone);
                if (undone.isEmpty()) {
                    return;
                }
                throw unsettled();
            } catch (YggdrasilException e) {
                again.release();
                if (e.kind() != Kind.RETRY || System.nanoTime() > deadline) {
                    throw new Undone.FateUnknown(e);
                }
                LockSupport.parkNanos(AGAIN_PARK_NANOS);
            }
        }
    }

    private void planEntries(List<EntryKey> keys) {
        for (EntryKey key : keys) {
            PartitionView view = key.store().view();
            UUID owner = view == null ? null : view.primary(key.partition());
            if (owner == null) {
                throw unsettled();
            }
            Part part = parts.computeIfAbsent(owner, this::part);
            part.partitions.add(key.partition());
            part.keys.add(key);
        }
    }

    /** Has the owners write what is left to write, and notes what became of that. */
    private void applyOnce(SpanEntries entries, Undone undone) {
        Map<Part, CompletableFuture<Unpacker>> asked = new LinkedHashMap<>();
        parts.forEach((node, part) -> {
            part.leased = false;
            asked.put(part, askApply(node, entries, part.keys));
        });
        YggdrasilException failure = null;
        for (Map.Entry<Part, CompletableFuture<Unpacker>> one : asked.entrySet()) {
            Part part = one.getKey();
            try {
                Dialog.get(one.getValue());
                undone.remove(part.keys);
            } catch (Dialog.Left e) {
                undone.add(part.keys, part.ownerOrder);
            } catch (YggdrasilException e) {
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    /** What an owner has to write, nodes of collections before the roots that reach them. */
    private List<EntryKey> changed(SpanEntries entries, Part part) {
        List<EntryKey> changed = new ArrayList<>();
        entries.entries().forEach((key, entry) -> {
            if (entry.changed() && part.partitions.contains(key.partition())) {
                changed.add(key);
            }
        });
        changed.sort(Comparator.comparing(key -> !key.store().isOfNodes()));
        return changed;
    }

    private CompletableFuture<Unpacker> askApply(UUID node, SpanEntries entries, List<EntryKey> changed) {
        return dialog.ask(node, SpanQuestion.APPLY, APPLY_SECONDS_MAX, out -> {
            out.putLong(command);
            putInts(out, entries.cleared());
            out.putInt(changed.size());
            for (EntryKey key : changed) {
                EntryRow row =
                        Objects.requireNonNull(entries.entries().get(key)).after();
                Object value = row.value();
                RowCodec.writeKey(out, key);
                out.putBytes(value == null ? null : EntryCodec.encode(key.store(), value));
                out.putLong(row.expireTime());
            }
        });
    }

    /** Gives back whatever slots are held. */
    void release() {
        endTelling();
        List<CompletableFuture<Unpacker>> asked = new ArrayList<>();
        parts.forEach((node, part) -> {
            if (part.leased) {
                asked.add(askRelease(node, part));
            }
        });
        await(asked);
    }

    private static void await(List<CompletableFuture<Unpacker>> released) {
        for (CompletableFuture<Unpacker> answer : released) {
            try {
                Dialog.get(answer);
            } catch (YggdrasilException e) {
                // A node that left holds nothing; one that does not answer takes the slots back in time.
                continue;
            }
        }
    }

    private CompletableFuture<Unpacker> askRelease(UUID node, Part part) {
        part.leased = false;
        return dialog.ask(node, SpanQuestion.RELEASE, out -> out.putLong(command));
    }

    @Override
    public EntryRow read(EntryKey key) {
        UUID owner = claim(key);
        Part part = Objects.requireNonNull(parts.get(owner));
        Unpacker in = Dialog.get(
                part.leased
                        ? dialog.ask(owner, SpanQuestion.READ, out -> {
                            out.putLong(command);
                            RowCodec.writeKey(out, key);
                        })
                        : dialog.ask(owner, SpanQuestion.PEEK, out -> RowCodec.writeKey(out, key)));
        return RowCodec.readRow(in, key.store());
    }

    @Override
    public UUID claim(EntryKey key) {
        PartitionView view = key.store().view();
        UUID owner = view == null ? null : view.primary(key.partition());
        Part part = owner == null ? null : parts.get(owner);
        if (owner == null || part == null || !(part.leased || key.store().isOfNodes())) {
            // Nodes are read of collections only that the command named: their partition has another owner since.
            throw key.store().isOfNodes() ? unsettled() : SpanEntries.undeclared(key);
        }
        if (part.leased) {
            part.partitions.add(key.partition());
        }
        return owner;
    }

    @Override
    public List<Integer> cachesOf(int database) {
        return grid.cacheIds(database);
    }

    @Override
    public long size(int database) {
        return everyNode.size(database);
    }

    @Override
    public long scan(int database, long cursor, int count, KeyVisitor visitor) {
        return everyNode.scan(database, cursor, count, visitor);
    }

    @Override
    public byte @Nullable [] randomKey(int database) {
        return everyNode.randomKey(database);
    }

    private static void putInts(Packer out, java.util.Collection<Integer> values) {
        out.putInt(values.size());
        values.forEach(out::putInt);
    }
}
