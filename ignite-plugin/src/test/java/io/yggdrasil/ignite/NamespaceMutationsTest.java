package io.yggdrasil.ignite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.yggdrasil.ignite.mutation.CacheWatch;
import io.yggdrasil.ignite.mutation.MutationKind;
import io.yggdrasil.ignite.mutation.MutationListener;
import io.yggdrasil.ignite.mutation.Stamps;
import io.yggdrasil.ignite.slot.Keys;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.ignite.Ignite;
import org.apache.ignite.binary.BinaryObject;
import org.apache.ignite.cache.CacheEntryVersion;
import org.junit.jupiter.api.Test;

/** The watch of a namespace as the plugin's user gets it. */
class NamespaceMutationsTest {
    @Test
    void watch_namespace_hearsStringAndBinaryKeysAndMovesTheirStamps() {
        try (TestGrid grid = new TestGrid()) {
            Ignite node = grid.startServer();
            Yggdrasil yggdrasil = Yggdrasil.of(node);
            Namespace database = yggdrasil.namespaces().database(0);
            CacheWatch watch = yggdrasil.mutations().watch(database.cacheName());
            Heard heard = new Heard();
            watch.addMutationListener(heard);

            Object binaryKey = Keys.key(new byte[] {(byte) 0xff, 1}, 0, 2);
            database.cache().put("text", new byte[] {1});
            database.cache().put(binaryKey, new byte[] {2});
            database.cache().remove("text");

            List<Heard.Report> reports = List.copyOf(heard.reports);
            assertEquals(
                    List.of(MutationKind.PUT, MutationKind.PUT, MutationKind.REMOVE),
                    reports.stream().map(Heard.Report::kind).toList());
            assertEquals("text", reports.get(0).key());
            assertEquals("text".hashCode(), reports.get(0).keyHash());
            BinaryObject binary = (BinaryObject) reports.get(1).key();
            assertEquals(binaryKey, binary.deserialize());
            for (Heard.Report report : reports) {
                long stamp = watch.stamps().read(report.partition(), report.keyHash());
                assertTrue(Stamps.isStable(stamp));
                assertTrue(stamp > 0);
            }
            assertEquals(
                    node.affinity(database.cacheName()).partition(binaryKey),
                    reports.get(1).partition());
        }
    }

    @Test
    void watch_cacheThatIsNoNamespace_hearsNothing() {
        try (TestGrid grid = new TestGrid()) {
            Ignite node = grid.startServer();
            CacheWatch watch = Yggdrasil.of(node).mutations().watch("other");
            Heard heard = new Heard();
            watch.addMutationListener(heard);
            node.getOrCreateCache("other").put("key", 1);
            assertEquals(List.of(), List.copyOf(heard.reports));
        }
    }

    private static final class Heard implements MutationListener {
        record Report(MutationKind kind, int partition, Object key, int keyHash) {}

        final Queue<Report> reports = new ConcurrentLinkedQueue<>();

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
            reports.add(new Report(kind, partition, key, keyHash));
        }

        @Override
        public void onPartitionMutation(MutationKind kind, int cacheId, int partition) {}
    }
}
