package io.yggdrasil.ignite;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import org.apache.ignite.Ignite;
import org.apache.ignite.cluster.ClusterState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two server nodes with native persistence, stopped and started again. */
class PersistentNamespacesTest {
    @Test
    void restart_cachesAndSwapComeBackOnEveryNode(@TempDir Path folder) {
        NamespaceConfiguration sessions =
                new NamespaceConfiguration().setPrefix("s:").setName("sessions").setPersistence(Persistence.REQUIRED);
        try (TestGrid grid = new TestGrid(bean -> bean.setNamespaces(sessions), folder)) {
            Ignite first = grid.startServer();
            Ignite second = grid.startServer();
            Namespaces inactive = Yggdrasil.of(first).namespaces();
            assertNull(inactive.databaseIfStarted(0));
            YggdrasilException e = assertThrows(YggdrasilException.class, () -> inactive.database(0));
            assertEquals(YggdrasilException.Kind.RETRY, e.kind());
            first.cluster().state(ClusterState.ACTIVE);
            put(first, 0, "k", "zero");
            put(second, 1, "k", "one");
            put(second, 0, "s:1", "session");
            Yggdrasil.of(second).namespaces().swap(0, 1);
            grid.close();

            first = grid.startServer();
            second = grid.startServer();
            for (Ignite node : grid.nodes()) {
                Namespaces namespaces = Yggdrasil.of(node).namespaces();
                // No handle may show before the swap is known: a key would be looked up in the wrong database.
                TestGrid.await("db0", () -> shown(namespaces, 0, "db1"));
                TestGrid.await("db1", () -> shown(namespaces, 1, "db0"));
                TestGrid.await("prefix", () -> namespaces.prefixes(1).size() == 1);
                assertEquals("one", get(node, 0, "k"));
                assertEquals("zero", get(node, 1, "k"));
                assertEquals("session", get(node, 1, "s:1"));
            }
            Yggdrasil.of(first).namespaces().swap(0, 1);
            assertEquals("db0", Yggdrasil.of(second).namespaces().database(0).name());
        }
    }

    @Test
    void deactivate_handlesGo_activate_theyComeBack(@TempDir Path folder) {
        try (TestGrid grid = new TestGrid(bean -> bean, folder)) {
            Ignite node = grid.startServer();
            node.cluster().state(ClusterState.ACTIVE);
            put(node, 2, "k", "two");
            Namespaces namespaces = Yggdrasil.of(node).namespaces();
            namespaces.swap(2, 3);
            node.cluster().state(ClusterState.INACTIVE);
            assertNull(namespaces.databaseIfStarted(3));
            assertEquals(namespaces, Yggdrasil.of(node).namespaces());
            node.cluster().state(ClusterState.ACTIVE);
            TestGrid.await("back under its swapped number", () -> shown(namespaces, 3, "db2"));
            assertEquals("two", get(node, 3, "k"));
            namespaces.swap(2, 3);
            assertEquals("two", get(node, 2, "k"));
        }
    }

    /** Whether the database shows, and if it does, that it is the right one. */
    private static boolean shown(Namespaces namespaces, int number, String name) {
        Namespace namespace = namespaces.databaseIfStarted(number);
        if (namespace == null) {
            return false;
        }
        assertEquals(name, namespace.name());
        return true;
    }

    private static void put(Ignite node, int number, String key, String value) {
        byte[] bytes = key.getBytes(UTF_8);
        Namespace namespace = Yggdrasil.of(node).namespaces().of(number, bytes, 0, bytes.length);
        namespace.cache().put(key, value.getBytes(UTF_8));
    }

    private static String get(Ignite node, int number, String key) {
        byte[] bytes = key.getBytes(UTF_8);
        Namespace namespace = Yggdrasil.of(node).namespaces().ofIfExists(number, bytes, 0, bytes.length);
        assertNotNull(namespace);
        byte[] value = (byte[]) namespace.cache().get(key);
        assertNotNull(value);
        return new String(value, UTF_8);
    }
}
