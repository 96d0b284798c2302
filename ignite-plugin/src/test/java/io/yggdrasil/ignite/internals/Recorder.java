package io.yggdrasil.ignite.internals;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.yggdrasil.ignite.mutation.AccessListener;
import io.yggdrasil.ignite.mutation.CacheWatch;
import io.yggdrasil.ignite.mutation.MutationKind;
import io.yggdrasil.ignite.mutation.MutationListener;
import io.yggdrasil.ignite.mutation.Stamps;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.apache.ignite.cache.CacheEntryVersion;

/**
 * Writes down what a watch reports, and keeps a model of the node's rows from the reports alone. The model is what shows
 * that nothing is missed and nothing told twice: a put or a removal that does not fit the rows before it is a fault.
 */
final class Recorder implements MutationListener, AccessListener {
    /** One report about a row. */
    record Mutation(
            MutationKind kind,
            int partition,
            Object key,
            CacheEntryVersion version,
            long expireTime,
            int bytes,
            int previousBytes) {}

    private final CacheWatch watch;
    private final Queue<Mutation> mutations = new ConcurrentLinkedQueue<>();
    private final Queue<String> partitionMutations = new ConcurrentLinkedQueue<>();
    private final Queue<String> accesses = new ConcurrentLinkedQueue<>();
    private final Map<Object, Mutation> rows = new ConcurrentHashMap<>();
    private final Queue<String> faults = new ConcurrentLinkedQueue<>();

    private Recorder(CacheWatch watch) {
        this.watch = watch;
    }

    static Recorder on(CacheWatch watch) {
        Recorder recorder = new Recorder(watch);
        watch.addMutationListener(recorder);
        watch.addAccessListener(recorder);
        return recorder;
    }

    @Override
    public void onMutation(
            MutationKind kind,
            int cacheId,
            int partition,
            Object key,
            int keyHash,
            CacheEntryVersion version,
            long expireTime,
            int bytes,
            int previousBytes) {
        Mutation mutation = new Mutation(kind, partition, key, version, expireTime, bytes, previousBytes);
        mutations.add(mutation);
        expect("hash of " + key, key.hashCode(), keyHash);
        expect("cache id of " + key, watch.cacheName().hashCode(), cacheId);
        long stamp = watch.stamps().read(partition, keyHash);
        expect("stable stamp while " + key + " is in flight", false, Stamps.isStable(stamp));
        Mutation before = kind == MutationKind.PUT ? rows.put(key, mutation) : rows.remove(key);
        int bytesBefore = before == null ? 0 : before.bytes();
        expect("bytes before " + mutation, bytesBefore, previousBytes);
        if (kind == MutationKind.REMOVE) {
            expect("removal of a row that is there, " + key, true, before != null);
        }
    }

    @Override
    public void onPartitionMutation(MutationKind kind, int cacheId, int partition) {
        partitionMutations.add(kind + " " + partition);
        rows.values().removeIf(row -> row.partition() == partition);
    }

    @Override
    public void onAccess(int cacheId, int partition, Object key, int keyHash, boolean found) {
        accesses.add((found ? "HIT " : "MISS ") + key);
    }

    private void expect(String what, Object expected, Object actual) {
        if (!expected.equals(actual)) {
            faults.add(what + ": expected " + expected + ", was " + actual);
        }
    }

    /** The row reports so far, as {@code PUT key} or {@code REMOVE key}, in order of key and time. */
    List<String> mutations() {
        return mutations.stream()
                .map(mutation -> mutation.kind() + " " + mutation.key())
                .collect(Collectors.toList());
    }

    List<Mutation> details() {
        return new ArrayList<>(mutations);
    }

    List<String> partitionMutations() {
        return new ArrayList<>(partitionMutations);
    }

    List<String> accesses() {
        return new ArrayList<>(accesses);
    }

    /** The rows that the node must hold if the reports are true. */
    Map<Object, Mutation> rows() {
        return rows;
    }

    Stamps stamps() {
        return watch.stamps();
    }

    /** The versions of the rows that the node must hold if the reports are true. */
    Map<Object, CacheEntryVersion> versions() {
        return rows.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, row -> row.getValue().version()));
    }

    /** Forgets the reports, not the rows. */
    void forget() {
        mutations.clear();
        partitionMutations.clear();
        accesses.clear();
    }

    void assertMutations(String... expected) {
        List<String> actual = mutations();
        List<String> wanted = new ArrayList<>(Arrays.asList(expected));
        actual.sort(null);
        wanted.sort(null);
        assertEquals(wanted, actual);
        assertNoFaults();
    }

    void assertNoFaults() {
        assertEquals(List.of(), new ArrayList<>(faults));
    }

    void stop() {
        watch.removeMutationListener(this);
        watch.removeAccessListener(this);
    }
}
