package io.yggdrasil.resp.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.yggdrasil.resp.config.ServerConfiguration.NamespaceEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConfigurationSourcesTest {
    @TempDir
    private Path folder;

    @Test
    void read_noSource_hasTheDefaults() {
        ServerConfiguration configuration = new ConfigurationSources().read();
        assertEquals(6379, configuration.clients().port());
        assertEquals(List.of("127.0.0.1"), configuration.clients().bind());
        assertTrue(configuration.clients().protectedMode());
        assertEquals(512L << 20, configuration.clients().bulkBytesMax());
        assertEquals(
                Runtime.getRuntime().availableProcessors(),
                configuration.clients().eventLoops());
        assertFalse(configuration.storage().isPersistent());
        assertEquals(10800, configuration.grid().clientPort());
        assertEquals(1, configuration.defaults().backups());
    }

    @Test
    void read_everySource_takesTheStrongest() throws IOException {
        Path file = file("port = 1, maxclients = 2, timeout = 3s, ignite { client-port = 2001, port-range = 4 }");
        ConfigurationSources sources = new ConfigurationSources()
                .file(file)
                .environment(Map.of("YGGDRASIL_PORT", "11", "YGGDRASIL_MAXCLIENTS", "12", "YGGDRASIL_TIMEOUT", "13"))
                .option("--port", "port", "21")
                .set("maxclients=32")
                .set("port=31");
        ServerConfiguration configuration = sources.read();
        assertEquals(31, configuration.clients().port());
        assertEquals(32, configuration.clients().clientsMax());
        assertEquals(Duration.ofSeconds(13), configuration.clients().idleTimeout());
        assertEquals(2001, configuration.grid().clientPort());
        assertTrue(sources.print().matches("(?s).*\nmaxclients = 32 +# --set\n.*"));
        assertTrue(sources.print().matches("(?s).*\ntimeout = 13s +# YGGDRASIL_TIMEOUT\n.*"));
        assertTrue(sources.print().matches("(?s).*\nignite.port-range = 4 +# some.conf:1\n.*"));
    }

    @Test
    void read_manyMistakes_areReportedTogether() throws IOException {
        Path file = file("port = 70000\nprot = 1\nignite.bnd = x\nnamespace.users.backups = 99");
        ConfigurationSources sources = new ConfigurationSources()
                .file(file)
                .environment(Map.of("YGGDRASIL_MAXCLINTS", "1", "YGGDRASIL_TIMEOUT", "soon"))
                .option("--maxmemory", "maxmemory", "1mb")
                .set("slowlog-max-len=x")
                .set("port")
                .set("client-query-buffer-limit=2mb");
        List<String> mistakes = mistakes(sources);
        assertEquals(
                List.of(
                        "ignite.bnd = x  (some.conf:3): there is no such key; did you mean ignite.bind?",
                        "namespace.users.backups = 99  (some.conf:4): allowed is 0 to 31",
                        "port = 70000  (some.conf:1): allowed is 0 to 65535",
                        "prot = 1  (some.conf:2): there is no such key; did you mean port?",
                        "YGGDRASIL_MAXCLINTS = 1  (environment): there is no such variable; did you mean"
                                + " YGGDRASIL_MAXCLIENTS?",
                        "timeout = soon  (YGGDRASIL_TIMEOUT): allowed is 0s to 2592000s",
                        "maxmemory = 1mb  (--maxmemory): allowed is 0 (chosen at start) or 64mb to 65536gb",
                        "slowlog-max-len = x  (--set): argument couldn't be parsed into an integer",
                        "--set port  (command line): allowed is KEY=VALUE, as in --set port=6380",
                        "proto-max-bulk-len = 512mb  (default): allowed is at most client-query-buffer-limit"),
                mistakes);
    }

    @Test
    void read_wrongValueThatIsReplaced_isStillAMistake() {
        ConfigurationSources sources =
                new ConfigurationSources().option("--port", "port", "-1").set("port=7000");
        assertEquals(List.of("port = -1  (--port): allowed is 0 to 65535"), mistakes(sources));
    }

    @Test
    void file_unreadable_saysWhere() throws IOException {
        List<String> mistakes = mistakes(new ConfigurationSources().file(file("port = 1\njoin = [")));
        assertEquals(1, mistakes.size());
        assertTrue(mistakes.get(0).contains("some.conf: 2"), mistakes.get(0));
    }

    @Test
    void file_missing_isAMistake() {
        Path missing = folder.resolve("missing.conf");
        assertEquals(
                List.of("--config " + missing + "  (command line): there is no such file"),
                mistakes(new ConfigurationSources().file(missing)));
        assertEquals(
                List.of("--config " + folder + "  (command line): this is a folder, not a file"),
                mistakes(new ConfigurationSources().file(folder)));
    }

    @Test
    void standardFile_isReadButNotRemembered() throws IOException {
        Path file = file("port = 7001");
        ServerConfiguration configuration =
                new ConfigurationSources().standardFile(file).read();
        assertEquals(7001, configuration.clients().port());
        assertNull(configuration.file());
        assertEquals(file, new ConfigurationSources().file(file).read().file());
    }

    @Test
    void evictingPolicy_ofDataOnDisk_isAMistake() {
        ConfigurationSources sources =
                new ConfigurationSources().set("maxmemory-policy=allkeys-lru").set("data=somewhere");
        assertEquals(
                List.of(
                        "maxmemory-policy = allkeys-lru  (--set): noeviction, since data is a folder: what does not fit into"
                                + " memory is on disk, nothing is evicted"),
                mistakes(sources));
        assertEquals(
                "allkeys-lru",
                new ConfigurationSources()
                        .set("maxmemory-policy=allkeys-lru")
                        .read()
                        .parameters()
                        .get("maxmemory-policy"));
    }

    @Test
    void parameters_thatPromiseWhatIsNotThere_areMistakes() {
        assertEquals(
                List.of(
                        "appendonly = yes  (--set): data are in memory only; set data to a folder",
                        "save = 900 1  (--set): data are in memory only; set data to a folder"),
                mistakes(new ConfigurationSources().set("appendonly=yes").set("save=900 1")));
        new ConfigurationSources()
                .set("appendonly=yes")
                .set("save=900 1")
                .set("data=" + folder)
                .read();
        new ConfigurationSources().set("appendonly=no").set("save=").read();
    }

    @Test
    void file_valueForAGroup_isToldSo() throws IOException {
        assertEquals(
                List.of(
                        "ignite = 5  (some.conf:1): this is a group of keys, as ignite.bind",
                        "namespace.users = 6  (some.conf:2): this is a group of keys, as namespace.users.backups",
                        "namespace = 7  (--set): this is a group of keys, as namespace.defaults.backups"),
                mistakes(new ConfigurationSources()
                        .file(file("ignite = 5\nnamespace.users = 6"))
                        .set("namespace=7")));
    }

    @Test
    void file_includes_mustBeThere() throws IOException {
        Files.writeString(folder.resolve("other.conf"), "port = 7002");
        for (String there : List.of("\"other.conf\"", "\"other\"", "file(\"" + folder.resolve("other.conf") + "\")")) {
            assertEquals(
                    7002,
                    new ConfigurationSources()
                            .file(file("include " + there))
                            .read()
                            .clients()
                            .port());
        }
        for (String missing : List.of("\"nothere.conf\"", "\"nothere\"", "file(\"nothere.conf\")")) {
            List<String> mistakes = mistakes(new ConfigurationSources().file(file("include " + missing)));
            assertEquals(1, mistakes.size(), mistakes.toString());
            assertTrue(
                    mistakes.get(0)
                            .matches(
                                    ".*some.conf  \\(configuration file\\): include \"nothere.*: this file cannot be read"),
                    mistakes.get(0));
        }
    }

    @Test
    void set_hosts_canBeAddressesOrNames() {
        for (String host :
                List.of("localhost", "0.0.0.0", "::1", "fe80::1%eth0", "my_host-1.example", "3com.com", "a")) {
            new ConfigurationSources()
                    .set("bind=" + host)
                    .set("ignite.bind=" + host)
                    .read();
        }
        new ConfigurationSources()
                .set("bind=127.0.0.1 -::1")
                .set("cluster-announce-ip=")
                .read();
        for (String host : List.of("5", "1.2.3", "256.0.0.1", "a b", "*", "http://a", "127.0.0.1:6379", "a..b")) {
            assertEquals(
                    List.of("ignite.bind = " + host + "  (--set): allowed is an address or host name"),
                    mistakes(new ConfigurationSources().set("ignite.bind=" + host)));
        }
        assertEquals(
                List.of(
                        "bind = 5  (--set): allowed is 1 to 16 of: an address or host name",
                        "join = 5  (--set): allowed is 0 to 256 of: HOST or HOST:PORT with a port of 1 to 65535"),
                mistakes(new ConfigurationSources().set("bind=5").set("join=5")));
    }

    @Test
    void environment_everyKey_canBeSet() throws IOException {
        ServerConfiguration configuration = new ConfigurationSources()
                .file(file("namespace.My-Carts.prefix = \"cart:\""))
                .environment(Map.of(
                        "YGGDRASIL_SLOWLOG_MAX_LEN", "7",
                        "YGGDRASIL_IGNITE_BIND", "127.0.0.2",
                        "YGGDRASIL_NAMESPACE_DEFAULTS_BACKUPS", "3",
                        "YGGDRASIL_NAMESPACE_DB3_BACKUPS", "0",
                        "YGGDRASIL_NAMESPACE_MY_CARTS_SQL_TABLE", "carts",
                        "YGGDRASIL_NAMESPACE_WEB_USERS_PREFIX", "u:"))
                .read();
        assertEquals(Map.of("slowlog-max-len", "7"), configuration.parameters());
        assertEquals("127.0.0.2", configuration.grid().bind());
        assertEquals(3, configuration.defaults().backups());
        assertEquals(
                List.of("My-Carts/cart:/carts/3", "db3///0", "web_users/u://3"),
                configuration.namespaces().stream()
                        .map(entry -> entry.name() + "/" + entry.prefix() + "/"
                                + entry.policy().sqlTable() + "/"
                                + entry.policy().backups())
                        .toList());
    }

    @Test
    void environment_namespaceThatIsWrong_isAMistake() {
        assertEquals(
                List.of(
                        "namespace.users.backups = 99  (YGGDRASIL_NAMESPACE_USERS_BACKUPS): allowed is 0 to 31",
                        "YGGDRASIL_NAMESPACE_USERS_COLOUR = red  (environment): there is no such variable",
                        "YGGDRASIL_NAMESPACE__PREFIX = x  (environment): there is no such variable"),
                mistakes(new ConfigurationSources()
                        .environment(Map.of("YGGDRASIL_NAMESPACE_USERS_BACKUPS", "99"))
                        .environment(Map.of("YGGDRASIL_NAMESPACE_USERS_COLOUR", "red"))
                        .environment(Map.of("YGGDRASIL_NAMESPACE__PREFIX", "x"))));
    }

    @Test
    void environment_variablesOfOthers_areLeftAlone() {
        Map<String, String> foreign = Map.of(
                "YGGDRASIL_PORT", "tcp://10.0.0.1:6379",
                "YGGDRASIL_PORT_6379_TCP_ADDR", "10.0.0.1",
                "YGGDRASIL_SERVICE_HOST", "10.0.0.1",
                "YGGDRASIL_JAVA_OPTS", "-Xmx1g",
                "PORT", "1");
        assertEquals(
                6379,
                new ConfigurationSources().environment(foreign).read().clients().port());
    }

    @Test
    void set_units_areRediss() {
        assertEquals(100_000_000, memory("100m"));
        assertEquals(100L << 20, memory("100MB"));
        assertEquals(2L << 30, memory("2gb"));
        assertEquals(67_108_864, memory("67108864"));
        assertThrows(InvalidConfigurationException.class, () -> memory("100 mb"));
        assertThrows(InvalidConfigurationException.class, () -> memory("99999999999999999999"));
        assertThrows(InvalidConfigurationException.class, () -> memory("9999999999gb"));
    }

    private static long memory(String text) {
        return ConfigurationSources.configuration(Map.of("maxmemory", text))
                .storage()
                .memoryBytes();
    }

    @Test
    void set_join_takesHostsWithAndWithoutPorts() {
        assertEquals(
                List.of(
                        new HostAndPort("localhost", 0),
                        new HostAndPort("127.0.0.1", 47501),
                        new HostAndPort("::1", 47502)),
                ConfigurationSources.configuration(Map.of("join", "localhost, 127.0.0.1:47501,[::1]:47502"))
                        .grid()
                        .join());
    }

    @Test
    void set_joinFarAwayFromLoopback_isAMistake() {
        ConfigurationSources sources = new ConfigurationSources().set("join=127.0.0.1:47501,192.0.2.1:47500");
        assertEquals(
                List.of("join = 192.0.2.1:47500  (--set): a node on ignite.bind=127.0.0.1 cannot reach it; set"
                        + " ignite.bind to this machine's address"),
                mistakes(sources));
        assertEquals(
                2, sources.set("ignite.bind=192.0.2.2").read().grid().join().size());
    }

    @Test
    void file_namespaces_haveTheirOwnPolicies() throws IOException {
        Path file = file("namespace { defaults { backups = 2 }, db3 { backups = 0 },"
                + " users { prefix = \"user:\", sql-table = users, write-synchronization = primary-sync } }");
        List<NamespaceEntry> entries =
                new ConfigurationSources().file(file).read().namespaces();
        NamespaceEntry database = entries.get(0);
        assertEquals("db3", database.name());
        assertEquals(3, database.database());
        assertEquals(0, database.policy().backups());
        NamespaceEntry users = entries.get(1);
        assertEquals("user:", users.prefix());
        assertEquals(2, users.policy().backups());
        assertEquals("users", users.policy().sqlTable());
        assertEquals("PRIMARY_SYNC", users.policy().writeSynchronization().name());
    }

    @Test
    void file_namespacesThatThePluginRefuses_areToldInThisConfigurationsWords() throws IOException {
        Path file = file("namespace { defaults { persistence = required }, nothing { backups = 1, prefix = \"\" },"
                + " \"bad name\" { prefix = x }, orders { prefix = \"o:\", sql-table = \"not a name\" },"
                + " tools { prefx = \"t:\" } }");
        List<String> mistakes = mistakes(new ConfigurationSources().file(file));
        assertEquals(5, mistakes.size(), mistakes.toString());
        assertEquals(
                "namespace.tools.prefx = t:  (some.conf:1): there is no such key; did you mean prefix?",
                mistakes.get(0));
        assertTrue(mistakes.get(1).startsWith("namespace.defaults.persistence = "), mistakes.get(1));
        assertTrue(mistakes.get(2).startsWith("namespace.bad name  (some.conf:1): as a name"), mistakes.get(2));
        assertTrue(
                mistakes.get(3)
                        .equals(
                                "namespace.nothing  (some.conf:1): the databases are db0 to db15; a namespace with another"
                                        + " name needs a prefix of 1 to 256 bytes of UTF-8"),
                mistakes.get(3));
        assertTrue(mistakes.get(4).startsWith("namespace.orders.sql-table = not a name  ("), mistakes.get(4));
    }

    @Test
    void print_password_isHidden() {
        ConfigurationSources sources = new ConfigurationSources().option("--requirepass", "requirepass", "open sesame");
        assertEquals("open sesame", sources.read().clients().password());
        assertFalse(sources.print().contains("sesame"));
        assertFalse(sources.read().toString().contains("sesame"));
    }

    @Test
    void print_everything_canBeReadBack() throws IOException {
        ConfigurationSources sources = new ConfigurationSources()
                .set("join=127.0.0.1:47501")
                .set("slowlog-max-len=7")
                .set("namespace.users.prefix=user:")
                .set("data=some folder");
        ServerConfiguration configuration = sources.read();
        ServerConfiguration again =
                new ConfigurationSources().file(file(sources.print())).read();
        assertEquals(configuration.grid(), again.grid());
        assertEquals(configuration.storage(), again.storage());
        assertEquals(configuration.defaults(), again.defaults());
        assertEquals(configuration.namespaces(), again.namespaces());
        assertEquals(configuration.parameters(), again.parameters());
        assertEquals(Map.of("slowlog-max-len", "7"), configuration.parameters());
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("some.conf"), text);
    }

    private static List<String> mistakes(ConfigurationSources sources) {
        return assertThrows(InvalidConfigurationException.class, sources::read).mistakes().stream()
                .map(Mistake::toString)
                .toList();
    }
}
