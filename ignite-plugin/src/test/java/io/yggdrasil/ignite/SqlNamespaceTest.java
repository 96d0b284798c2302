package io.yggdrasil.ignite;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.yggdrasil.ignite.YggdrasilException.Kind;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.apache.ignite.Ignite;
import org.apache.ignite.cache.query.SqlFieldsQuery;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A namespace's strings as rows: database 0 in its own schema, database 1 in PUBLIC. */
class SqlNamespaceTest {
    private static final TestGrid GRID = new TestGrid(
            bean -> bean.setNamespaces(
                    new NamespaceConfiguration().setDatabase(0).setSqlTable("strings"),
                    new NamespaceConfiguration()
                            .setDatabase(1)
                            .setSqlSchema("PUBLIC")
                            .setSqlTable("SHARED")),
            null);

    private static Namespace namespace;

    private static Ignite node;

    private static Connection connection;

    @BeforeAll
    static void start() throws SQLException {
        node = GRID.startServer();
        namespace = Yggdrasil.of(node).namespaces().database(0);
        connection = DriverManager.getConnection("jdbc:ignite:thin://" + TestGrid.clientAddress(node));
    }

    @AfterAll
    static void stop() throws SQLException {
        connection.close();
        GRID.close();
    }

    @BeforeEach
    void clear() {
        namespace.cache().clear();
    }

    @Test
    void select_entries_areRows() throws SQLException {
        namespace.cache().put("greeting", new byte[] {0, (byte) 0xFF, 'a'});
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT _KEY, _VAL FROM \"db0\".STRINGS")) {
            assertTrue(rows.next());
            assertEquals("greeting", rows.getString(1));
            assertArrayEquals(new byte[] {0, (byte) 0xFF, 'a'}, rows.getBytes(2));
        }
    }

    @Test
    void insertUpdateDelete_fromJdbc_areEntries() throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO \"db0\".STRINGS(_KEY, _VAL) VALUES(?, ?)")) {
            insert.setString(1, "k");
            insert.setBytes(2, "inserted".getBytes(UTF_8));
            assertEquals(1, insert.executeUpdate());
        }
        assertArrayEquals("inserted".getBytes(UTF_8), (byte[]) namespace.cache().get("k"));
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("UPDATE \"db0\".STRINGS SET _VAL = STRINGTOUTF8('gr\u00fcn') WHERE _KEY = 'k'");
            assertArrayEquals(
                    "gr\u00fcn".getBytes(UTF_8), (byte[]) namespace.cache().get("k"));
            statement.executeUpdate("MERGE INTO \"db0\".STRINGS(_KEY, _VAL) VALUES('k', X'00FF')");
            assertArrayEquals(
                    new byte[] {0, (byte) 0xFF}, (byte[]) namespace.cache().get("k"));
            statement.executeUpdate("DELETE FROM \"db0\".STRINGS WHERE _KEY = 'k'");
            assertNull(namespace.cache().get("k"));
        }
    }

    @Test
    void delete_byOtherThanTheKey_isRefusedByIgniteAndChangesNothing() throws SQLException {
        namespace.cache().put("k", "v".getBytes(UTF_8));
        try (Statement statement = connection.createStatement()) {
            assertThrows(
                    SQLException.class,
                    () -> statement.executeUpdate("DELETE FROM \"db0\".STRINGS WHERE _KEY LIKE 'k%'"));
        }
        assertArrayEquals("v".getBytes(UTF_8), (byte[]) namespace.cache().get("k"));
    }

    @Test
    void select_valueAsText_byUtf8ToString() {
        namespace.cache().put("a", "one".getBytes(UTF_8));
        namespace.cache().put("b", "two".getBytes(UTF_8));
        List<List<?>> rows = namespace
                .cache()
                .query(new SqlFieldsQuery("SELECT _KEY, UTF8TOSTRING(_VAL) FROM STRINGS WHERE _KEY > ? ORDER BY _KEY")
                        .setArgs("a"))
                .getAll();
        assertEquals(List.of(List.of("b", "two")), rows);
    }

    @Test
    void select_otherValues_areNoRows() {
        namespace.cache().put("text", "one".getBytes(UTF_8));
        namespace.cache().put("number", 7L);
        assertEquals(1L, count());
        namespace.cache().put("number", "now a string".getBytes(UTF_8));
        assertEquals(2L, count());
        namespace.cache().put("text", 8L);
        assertEquals(1L, count());
    }

    @Test
    void key_notUtf8_isRefusedHereOnly() {
        byte[] key = {'a', (byte) 0xFF};
        YggdrasilException e = assertThrows(YggdrasilException.class, () -> namespace.key(key, 0, 2));
        assertEquals(Kind.USER, e.kind());
        assertEquals("a", namespace.key(key, 0, 1));
        Namespace plain = Yggdrasil.of(node).namespaces().database(2);
        plain.cache().put(plain.key(key, 0, 2), new byte[] {1});
        assertArrayEquals(new byte[] {1}, (byte[]) plain.cache().get(plain.key(key, 0, 2)));
    }

    @Test
    void select_publicSchema_needsNoQuotes() throws SQLException {
        Namespace shared = Yggdrasil.of(node).namespaces().database(1);
        shared.cache().put("k", "v".getBytes(UTF_8));
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT COUNT(*) FROM shared")) {
            assertTrue(rows.next());
            assertEquals(1, rows.getInt(1));
        }
    }

    private static Object count() {
        return namespace
                .cache()
                .query(new SqlFieldsQuery("SELECT COUNT(*) FROM STRINGS"))
                .getAll()
                .get(0)
                .get(0);
    }
}
