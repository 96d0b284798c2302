package io.yggdrasil.ignite;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.apache.ignite.Ignite;
import org.apache.ignite.configuration.CacheConfiguration;
import org.apache.ignite.logger.NullLogger;
import org.apache.ignite.plugin.PluginConfiguration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Key prefixes on one server node. */
class PrefixNamespaceTest {
    private static final NamespaceConfiguration[] CONFIGURED = {
        new NamespaceConfiguration().setPrefix("s:").setName("sessions").setBackups(0),
        new NamespaceConfiguration().setPrefix("s:long:").setName("long-sessions"),
        new NamespaceConfiguration().setPrefix("gr\u00fcn").setName("greens").setDatabase(7),
    };

    private static final TestGrid GRID = new TestGrid(bean -> bean.setNamespaces(CONFIGURED), null);

    private static Ignite node;

    private static Namespaces namespaces;

    @BeforeAll
    static void start() {
        node = GRID.startServer();
        namespaces = Yggdrasil.of(node).namespaces();
    }

    @AfterAll
    static void stop() {
        GRID.close();
    }

    @Test
    void of_longestPrefixWins() {
        assertEquals("sessions", of(0, "s:1"));
        assertEquals("sessions", of(0, "s:"));
        assertEquals("long-sessions", of(0, "s:long:1"));
        assertEquals("sessions", of(0, "s:long"));
        assertEquals("db0", of(0, "s"));
        assertEquals("db0", of(0, ""));
        assertEquals("db7", of(7, "s:1"));
        assertEquals("greens", of(7, "gr\u00fcner"));
    }

    @Test
    void of_sliceOfABuffer_looksAtTheSliceOnly() {
        byte[] buffer = "xs:long:1y".getBytes(UTF_8);
        assertEquals("long-sessions", namespaces.of(0, buffer, 1, 8).name());
        assertEquals("db0", namespaces.of(0, buffer, 0, 9).name());
        assertEquals("sessions", namespaces.of(0, buffer, 1, 3).name());
    }

    @Test
    void prefixes_runningOnes_longestFirst() {
        of(0, "s:1");
        of(0, "s:long:1");
        assertEquals(
                List.of("long-sessions", "sessions"),
                namespaces.prefixes(0).stream().map(Namespace::name).toList());
        assertEquals(List.of(), namespaces.prefixes(1));
    }

    @Test
    void ofIfStarted_notStarted_null() {
        byte[] key = "k".getBytes(UTF_8);
        assertNull(namespaces.ofIfStarted(9, key, 0, 1));
        assertNull(namespaces.ofIfExists(9, key, 0, 1));
        namespaces.of(9, key, 0, 1);
        assertEquals("db9", String.valueOf(namespaces.ofIfStarted(9, key, 0, 1).name()));
    }

    @Test
    void policy_reachesTheCache() {
        Namespace sessions = namespaces.of(0, "s:1".getBytes(UTF_8), 0, 3);
        CacheConfiguration<?, ?> cache = sessions.cache().getConfiguration(CacheConfiguration.class);
        assertEquals(0, cache.getBackups());
        assertEquals(1_024, cache.getAffinity().partitions());
        assertEquals(false, cache.isCopyOnRead());
        assertEquals(
                "default",
                node.configuration()
                        .getDataStorageConfiguration()
                        .getDefaultDataRegionConfiguration()
                        .getName());
    }

    @Test
    void swap_prefixesMoveWithTheirDatabase() {
        namespaces.swap(7, 8);
        try {
            assertEquals("greens", of(8, "gr\u00fcner"));
            assertEquals("db8", of(7, "gr\u00fcner"));
            assertEquals("db7", of(8, "other"));
            assertEquals(1, namespaces.prefixes(8).size());
        } finally {
            namespaces.swap(7, 8);
        }
        assertEquals("greens", of(7, "gr\u00fcner"));
    }

    @Test
    void databaseNumber_outOfRange_isTheCallersError() {
        assertThrows(IndexOutOfBoundsException.class, () -> namespaces.database(16));
        assertThrows(IndexOutOfBoundsException.class, () -> namespaces.databaseIfStarted(-1));
        assertThrows(IndexOutOfBoundsException.class, () -> namespaces.swap(0, 16));
    }

    @Test
    void join_otherPrefixes_refused() {
        Throwable e = assertThrows(
                RuntimeException.class,
                () -> GRID.start(GRID.configuration()
                        .setClientMode(true)
                        .setGridLogger(new NullLogger())
                        .setPluginConfigurations(new PluginConfiguration[] {new YggdrasilConfiguration()})));
        StringBuilder messages = new StringBuilder();
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            messages.append(cause.getMessage()).append('\n');
        }
        assertTrue(
                messages.toString()
                        .contains("namespace.greens.prefix is 7:gr\u00fcn in the grid and (not set) at the new node"),
                messages.toString());
    }

    private static String of(int database, String key) {
        byte[] bytes = key.getBytes(UTF_8);
        return namespaces.of(database, bytes, 0, bytes.length).name();
    }
}
