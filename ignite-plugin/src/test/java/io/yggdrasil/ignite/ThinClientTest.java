package io.yggdrasil.ignite;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.yggdrasil.ignite.slot.BinaryKey;
import io.yggdrasil.ignite.slot.Keys;
import io.yggdrasil.ignite.slot.SlotPartitionAwareness;
import io.yggdrasil.ignite.slot.Slots;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.ignite.Ignite;
import org.apache.ignite.Ignition;
import org.apache.ignite.binary.BinaryObject;
import org.apache.ignite.cache.affinity.Affinity;
import org.apache.ignite.client.ClientCache;
import org.apache.ignite.client.IgniteClient;
import org.apache.ignite.client.events.RequestEventListener;
import org.apache.ignite.client.events.RequestStartEvent;
import org.apache.ignite.configuration.CacheConfiguration;
import org.apache.ignite.configuration.ClientConfiguration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Thin clients against two server nodes. */
class ThinClientTest {
    private static final TestGrid GRID = new TestGrid();

    private static final byte[] VALUE = {0, 1, (byte) 0xFF};

    private static Ignite first;

    private static Namespace namespace;

    @BeforeAll
    static void start() {
        first = GRID.startServer();
        GRID.startServer();
        namespace = Yggdrasil.of(first).namespaces().database(0);
    }

    @AfterAll
    static void stop() {
        GRID.close();
    }

    @Test
    void putString_thinClient_landsWhereRespLooks() {
        try (IgniteClient client = Ignition.startClient(addresses())) {
            ClientCache<String, byte[]> cache = client.cache("db0");
            cache.put("{user1000}.following", VALUE);
            assertArrayEquals(VALUE, (byte[]) namespace.cache().get(Keys.key("{user1000}.following".getBytes(UTF_8))));
            namespace.cache().put("from resp", VALUE);
            assertArrayEquals(VALUE, cache.get("from resp"));
        }
        assertEquals(3443 >>> 4, first.affinity("db0").partition("{user1000}.following"));
    }

    @Test
    void putBinaryKey_thinClient_landsWhereRespLooks() {
        byte[] bytes = {(byte) 0xFF, 0, 7};
        try (IgniteClient client = Ignition.startClient(addresses())) {
            client.<BinaryKey, byte[]>cache("db0").put(new BinaryKey(bytes), VALUE);
            assertArrayEquals(VALUE, (byte[]) namespace.cache().get(Keys.key(bytes)));
            // A client without the class builds the same key from its type name and its one field.
            BinaryObject built = client.binary()
                    .builder(BinaryKey.class.getName())
                    .setField(BinaryKey.BYTES_FIELD, bytes)
                    .build();
            assertArrayEquals(VALUE, client.<Object, byte[]>cache("db0").get(built));
        }
    }

    @Test
    void partition_everyKindOfKey_clientAndServerAgree() {
        Affinity<Object> affinity = first.affinity("db0");
        var mapper = new SlotPartitionAwareness().create("db0", Slots.PARTITIONS);
        BinaryKey binary = new BinaryKey(new byte[] {(byte) 0xFF, '{', 'a', '}'});
        Object binaryForm = first.binary().toBinary(binary);
        assertEquals(Slots.partition(Slots.slot("a")), affinity.partition(binary));
        assertEquals(affinity.partition(binary), affinity.partition(binaryForm));
        for (Object key : new Object[] {"key", "gr\u00fcn", binary, binaryForm, 42, 42L, UUID.randomUUID()}) {
            assertEquals(affinity.partition(key), mapper.partition(key), String.valueOf(key));
        }
        assertThrows(IllegalArgumentException.class, () -> new SlotPartitionAwareness().create("other", 512));
    }

    @Test
    void get_withPartitionAwareness_asksTheOwner() {
        AtomicReference<UUID> asked = new AtomicReference<>();
        ClientConfiguration configuration = addresses()
                .setPartitionAwarenessEnabled(true)
                .setPartitionAwarenessMapperFactory(new SlotPartitionAwareness())
                .setEventListeners(new RequestEventListener() {
                    @Override
                    public void onRequestStart(RequestStartEvent event) {
                        if (event.operationName().equals("CACHE_GET")) {
                            asked.set(event.connectionDescription().serverNodeId());
                        }
                    }
                });
        try (IgniteClient client = Ignition.startClient(configuration)) {
            ClientCache<Object, byte[]> cache = client.cache("db0");
            TestGrid.await("both nodes are asked as owners", () -> {
                int hits = 0;
                for (int i = 0; i < 20; i++) {
                    Object key = i % 2 == 0 ? "key" + i : new BinaryKey(new byte[] {(byte) 0xFF, (byte) i});
                    cache.get(key);
                    hits += first.affinity("db0").mapKeyToNode(key).id().equals(asked.get()) ? 1 : 0;
                }
                return hits == 20;
            });
        }
    }

    @Test
    void createByThinClient_wrongPlacement_refusedWithTheReason() {
        try (IgniteClient client = Ignition.startClient(addresses())) {
            client.createCache("db11");
            YggdrasilException e = assertThrows(
                    YggdrasilException.class,
                    () -> Yggdrasil.of(first).namespaces().database(11));
            assertEquals(YggdrasilException.Kind.USER, e.kind());
            assertTrue(e.getMessage().contains("db11"), e.getMessage());
            client.destroyCache("db11");
        }
        Namespace mended = Yggdrasil.of(first).namespaces().database(11);
        assertEquals(
                1_024,
                mended.cache()
                        .getConfiguration(CacheConfiguration.class)
                        .getAffinity()
                        .partitions());
    }

    @Test
    void destroyByThinClient_everyNodeForgets() {
        Namespaces namespaces = Yggdrasil.of(first).namespaces();
        namespaces.database(12);
        try (IgniteClient client = Ignition.startClient(addresses())) {
            client.destroyCache("db12");
        }
        for (Ignite node : GRID.nodes()) {
            TestGrid.await("forgotten", () -> Yggdrasil.of(node).namespaces().databaseIfStarted(12) == null);
        }
        assertNull(namespaces.databaseIfExists(12));
    }

    private static ClientConfiguration addresses() {
        return new ClientConfiguration()
                .setAddresses(GRID.nodes().stream().map(TestGrid::clientAddress).toArray(String[]::new));
    }
}
