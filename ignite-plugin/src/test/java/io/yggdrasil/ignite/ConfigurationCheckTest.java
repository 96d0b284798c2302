package io.yggdrasil.ignite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.yggdrasil.ignite.ConfigurationException.Mistake;
import java.util.List;
import org.apache.ignite.cache.CacheWriteSynchronizationMode;
import org.apache.ignite.configuration.DataRegionConfiguration;
import org.apache.ignite.configuration.DataStorageConfiguration;
import org.apache.ignite.configuration.IgniteConfiguration;
import org.apache.ignite.logger.NullLogger;
import org.junit.jupiter.api.Test;

class ConfigurationCheckTest {
    private final IgniteConfiguration ignite = new IgniteConfiguration()
            .setDataStorageConfiguration(new DataStorageConfiguration()
                    .setDataRegionConfigurations(
                            new DataRegionConfiguration().setName("durable").setPersistenceEnabled(true)));

    @Test
    void check_emptyBean_sixteenDatabasesWithDefaults() {
        YggdrasilSettings settings = ConfigurationCheck.check(new YggdrasilConfiguration(), ignite);
        assertEquals(16, settings.bindings().size());
        assertEquals(
                new NamespaceBinding(15, "", "db15", NamespacePolicy.DEFAULT),
                settings.databases().get(15));
    }

    @Test
    void check_namespaces_inheritWhatTheyDoNotSet() {
        YggdrasilSettings settings = check(
                new NamespaceConfiguration()
                        .setBackups(2)
                        .setWriteSynchronizationMode(CacheWriteSynchronizationMode.PRIMARY_SYNC),
                new NamespaceConfiguration().setDatabase(3).setBackups(0),
                new NamespaceConfiguration().setPrefix("s:").setName("sessions").setDataRegion("durable"));
        assertEquals(2, settings.databases().get(0).policy().backups());
        assertEquals(0, settings.databases().get(3).policy().backups());
        assertEquals(
                CacheWriteSynchronizationMode.PRIMARY_SYNC,
                settings.databases().get(3).policy().writeSynchronizationMode());
        NamespaceBinding sessions = settings.prefixes().get(0);
        assertEquals("durable", sessions.policy().dataRegion());
        assertEquals(2, sessions.policy().backups());
        assertTrue(settings.toString().contains("prefix=s:"), settings.toString());
    }

    @Test
    void check_manyMistakes_allListedWithNameValueAndRange() {
        ConfigurationException e = assertThrows(
                ConfigurationException.class,
                () -> check(
                        new NamespaceConfiguration()
                                .setBackups(-1)
                                .setDataRegion("nowhere")
                                .setName("x"),
                        new NamespaceConfiguration().setDatabase(16),
                        new NamespaceConfiguration().setPrefix("").setName("db3"),
                        new NamespaceConfiguration()
                                .setDatabase(1)
                                .setName("one")
                                .setSqlTable("no table"),
                        new NamespaceConfiguration().setDatabase(1).setPersistence(Persistence.REQUIRED),
                        new NamespaceConfiguration().setPrefix("a").setName("twice"),
                        new NamespaceConfiguration().setPrefix("a").setName("Twice")));
        assertEquals(YggdrasilException.Kind.USER, e.kind());
        assertEquals(
                List.of(
                        "defaults.name=x",
                        "defaults.backups=-1",
                        "defaults.dataRegion=nowhere",
                        "namespaces[0].database=16",
                        "namespaces[1].prefix=",
                        "namespaces[1].name=db3",
                        "namespaces[2].sqlTable=no table",
                        "namespaces[2].name=one",
                        "namespaces[3].dataRegion=nowhere",
                        "namespaces[3].database=1",
                        "namespaces[5].name=Twice",
                        "namespaces[5].prefix=a"),
                e.mistakes().stream()
                        .map(mistake -> mistake.name() + "=" + mistake.value())
                        .toList());
        for (Mistake mistake : e.mistakes()) {
            assertTrue(e.getMessage().contains(mistake.toString()), e.getMessage());
        }
        assertTrue(e.getMessage().contains("defaults.backups=-1, allowed: 0 to 31"), e.getMessage());
    }

    @Test
    void check_persistence_mustFitTheRegion() {
        assertMistake("namespaces[0].persistence", new NamespaceConfiguration().setPersistence(Persistence.REQUIRED));
        assertMistake(
                "namespaces[0].persistence",
                new NamespaceConfiguration()
                        .setPersistence(Persistence.FORBIDDEN)
                        .setDataRegion("durable"));
        check(
                new NamespaceConfiguration(),
                new NamespaceConfiguration()
                        .setPersistence(Persistence.REQUIRED)
                        .setDataRegion("durable"));
    }

    @Test
    void check_oneTableForTwoNamespaces_isAMistake() {
        assertMistake(
                "db2.sqlTable",
                new NamespaceConfiguration()
                        .setDatabase(1)
                        .setSqlSchema("PUBLIC")
                        .setSqlTable("T"),
                new NamespaceConfiguration()
                        .setDatabase(2)
                        .setSqlSchema("public")
                        .setSqlTable("t"));
        check(
                new NamespaceConfiguration(),
                new NamespaceConfiguration().setDatabase(1).setSqlTable("T"),
                new NamespaceConfiguration().setDatabase(2).setSqlTable("T"));
    }

    @Test
    void check_clientNode_doesNotJudgeRegions() {
        ignite.setClientMode(true);
        YggdrasilSettings settings = check(new NamespaceConfiguration().setDataRegion("on servers only"));
        assertEquals("on servers only", settings.databases().get(0).policy().dataRegion());
    }

    @Test
    void nodeStart_mistakes_failsNamingThem() {
        try (TestGrid grid = new TestGrid(
                bean -> bean.setDefaults(
                        new NamespaceConfiguration().setBackups(99).setDataRegion("nowhere")),
                null)) {
            RuntimeException e = assertThrows(
                    RuntimeException.class,
                    () -> grid.start(grid.configuration().setGridLogger(new NullLogger())));
            ConfigurationException found = null;
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                found = cause instanceof ConfigurationException mistakes ? mistakes : found;
            }
            assertEquals(2, found == null ? 0 : found.mistakes().size());
        }
    }

    private void assertMistake(String name, NamespaceConfiguration... namespaces) {
        ConfigurationException e =
                assertThrows(ConfigurationException.class, () -> check(new NamespaceConfiguration(), namespaces));
        assertEquals(List.of(name), e.mistakes().stream().map(Mistake::name).toList());
    }

    private YggdrasilSettings check(NamespaceConfiguration defaults, NamespaceConfiguration... namespaces) {
        return ConfigurationCheck.check(
                new YggdrasilConfiguration().setDefaults(defaults).setNamespaces(namespaces), ignite);
    }
}
