package io.yggdrasil.resp.command.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.yggdrasil.resp.command.CommandTester;
import io.yggdrasil.resp.command.RedisServer;
import io.yggdrasil.resp.command.Reply;
import io.yggdrasil.resp.command.StringLimit;
import io.yggdrasil.resp.command.stream.StreamCommands;
import io.yggdrasil.resp.command.string.StringCommands;
import io.yggdrasil.resp.parameter.Parameters;
import io.yggdrasil.resp.state.MemoryHost;
import io.yggdrasil.resp.state.ServerState;
import io.yggdrasil.resp.stats.CommandCounters;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ServerCommandsTest {
    private final Parameters parameters = new Parameters();
    private final MemoryHost host = new MemoryHost();
    private final ServerState state = new ServerState(parameters, host);
    private final CommandTester redis = new CommandTester(
            new StringCommands(new StringLimit(() -> 1 << 29)),
            new StreamCommands(name -> 100),
            table -> state.table().add(new StringCommands(new StringLimit(() -> 1 << 29))),
            new ConfigCommands(state.facts()),
            new InfoCommand(state.facts()),
            new LatencyCommands(state.facts(), state.latencies()),
            new SlowlogCommands(state.slowLog()),
            new MemoryCommands(state.facts()),
            new LifecycleCommands(state.facts()),
            new ReplicationCommands(state.facts()),
            new DebugCommands(
                    state.facts(),
                    new DebugSleep(state.timer(), state.slowLog(), state.latencies()),
                    state::allowActiveExpiry),
            new AclCommands(state.table(), state.users(), state.parameters()),
            new SundryCommands(state.monitors()));

    @BeforeEach
    void allowDebug() {
        parameters.start("enable-debug-command", "yes");
    }

    @Test
    void debug_notAllowed_isRefusedAsByRedis() throws IOException {
        parameters.start("enable-debug-command", "no");
        try (RedisServer real = RedisServer.start()) {
            for (String line : List.of("DEBUG SLEEP 0", "DEBUG HELP", "CONFIG GET enable-debug-command")) {
                redis.check(line, real.run(line.split(" ")).toString());
            }
        }
    }

    @AfterEach
    void close() {
        state.close();
    }

    @Test
    void info_default_hasTheSectionsThatToolsRead() {
        String info = redis.line("INFO").text();
        for (String line : List.of(
                "# Server\r\nredis_version:7.2.6\r\n",
                "yggdrasil_version:1.2.3\r\n",
                "ignite_version:2.17.0\r\n",
                "\r\n\r\n# Clients\r\n",
                "used_memory:1048576\r\nused_memory_human:1.00M\r\n",
                "maxmemory_policy:noeviction\r\n",
                "# Persistence\r\nloading:0\r\n",
                "# Replication\r\nrole:master\r\n",
                "# CPU\r\nused_cpu_sys:",
                "# Modules\r\n",
                "# Errorstats\r\n",
                "# Cluster\r\ncluster_enabled:0\r\n")) {
            assertTrue(info.contains(line), () -> line + " is not in " + info);
        }
        assertEquals(-1, info.indexOf("# Commandstats"));
    }

    @Test
    void info_ofSections_showsThese() {
        redis.line("SET k v");
        assertEquals(
                "# Keyspace\r\ndb0:keys=1,expires=0,avg_ttl=0\r\n",
                redis.line("INFO KeySpace").text());
        assertEquals("", redis.line("INFO nosuch").text());
        String two = redis.line("INFO cluster nosuch modules").text();
        assertEquals("# Modules\r\n\r\n# Cluster\r\ncluster_enabled:0\r\n", two);
        assertTrue(redis.line("INFO everything").text().contains("# Latencystats"));
        assertTrue(redis.line("INFO default commandstats").text().contains("# Commandstats"));
        assertEquals('=', redis.protocol(3).line("INFO").type());
    }

    @Test
    void info_ofCommands_tellsCallsErrorsAndPercentiles() {
        CommandCounters counters = state.statistics().newCounters();
        int get = state.table().find("get").id();
        counters.onRun(get, 3_000, false, true);
        counters.onRun(get, 2_000, true, true);
        counters.onRejected(get);
        state.statistics().errors().add("WRONGTYPE x");
        assertEquals(
                "# Commandstats\r\ncmdstat_get:calls=2,usec=5,usec_per_call=2.50,rejected_calls=1,failed_calls=1\r\n",
                redis.line("INFO commandstats").text());
        assertEquals(
                "# Errorstats\r\nerrorstat_WRONGTYPE:count=1\r\n",
                redis.line("INFO errorstats").text());
        assertEquals(
                "# Latencystats\r\nlatency_percentiles_usec_get:p50=2.015,p99=3.007,p99.9=3.007\r\n",
                redis.line("INFO latencystats").text());
        redis.line("CONFIG SET latency-tracking-info-percentiles 100");
        assertTrue(redis.line("INFO latencystats").text().contains("_get:p100=3.007\r\n"));
        redis.check("LATENCY HISTOGRAM get nosuch", "[\"get\", [\"calls\", 2, \"histogram_usec\", [2, 1, 4, 2]]]");
        redis.check("CONFIG RESETSTAT", "OK");
        assertEquals("# Commandstats\r\n", redis.line("INFO commandstats").text());
        redis.check("LATENCY HISTOGRAM", "[]");
    }

    @Test
    void latency_spikes_areKeptDrawnAndForgotten() {
        redis.line("CONFIG SET latency-monitor-threshold 10");
        assertTrue(state.latencies().takes(10_000_000));
        state.latencies().add("command", 20_000_000, 5_000);
        state.latencies().add("command", 30_000_000, 5_100);
        state.latencies().add("command", 10_000_000, 6_000);
        redis.check("LATENCY LATEST", "[[\"command\", 6, 10, 30]]");
        redis.check("LATENCY HISTORY command", "[[5, 30], [6, 10]]");
        redis.check("LATENCY HISTORY nosuch", "[]");
        String graph = redis.line("LATENCY GRAPH command").text();
        assertTrue(graph.startsWith("command - high 30 ms, low 10 ms (all time high 30 ms)\n"), graph);
        redis.check("LATENCY GRAPH nosuch", "-ERR No samples available for event 'nosuch'");
        assertTrue(redis.line("LATENCY DOCTOR").text().contains("2 spikes, 20 ms on average, 30 ms at most"));
        redis.check("LATENCY RESET nosuch", "0");
        redis.check("LATENCY RESET", "1");
        redis.check("LATENCY LATEST", "[]");
    }

    @Test
    void slowlog_count_isChecked() {
        redis.check("SLOWLOG LEN", "0");
        redis.check("SLOWLOG GET -1", "[]");
        redis.check("SLOWLOG GET -2", "-ERR count should be greater than or equal to -1");
        redis.check("SLOWLOG GET x", "-ERR count should be greater than or equal to -1");
        redis.check("SLOWLOG RESET", "OK");
    }

    @Test
    void debugSleep_answersLaterAndIsSlow() {
        redis.line("CONFIG SET slowlog-log-slower-than 50000 latency-monitor-threshold 50");
        long start = System.nanoTime();
        redis.check("DEBUG SLEEP 0.1", "OK");
        assertTrue(System.nanoTime() - start >= 100_000_000);
        Reply entry = redis.line("SLOWLOG GET").elements().get(0);
        assertTrue(entry.elements().get(2).integer() >= 100_000, entry.toString());
        assertEquals("[\"DEBUG\", \"SLEEP\", \"0.1\"]", entry.elements().get(3).toString());
        assertEquals(1, redis.line("LATENCY HISTORY command").elements().size());
        redis.inTransaction(true).check("DEBUG SLEEP 0.01", "OK");
        redis.check("DEBUG SLEEP 30", "-ERR DEBUG SLEEP in a transaction takes at most 10 seconds here");
        redis.check("DEBUG SLEEP x", "-ERR value is not a valid float");
    }

    @Test
    void memory_usage_growsWithTheValue() {
        redis.check("MEMORY USAGE k", "nil");
        redis.run("SET", "k", "v".repeat(1000));
        assertTrue(redis.line("MEMORY USAGE k").integer() > 1000);
        assertTrue(redis.line("MEMORY USAGE k SAMPLES 0").integer() > 1000);
        redis.check("MEMORY USAGE k SAMPLES -1", "-ERR syntax error");
        redis.check("MEMORY USAGE k SAMPLES", "-ERR syntax error");
        Map<String, Reply> stats = new HashMap<>();
        List<Reply> elements = redis.line("MEMORY STATS").elements();
        for (int i = 0; i < elements.size(); i += 2) {
            stats.put(elements.get(i).text(), elements.get(i + 1));
        }
        assertEquals(1, stats.get("keys.count").integer());
        assertEquals(1 << 20, stats.get("dataset.bytes").integer());
        assertTrue(redis.line("MEMORY DOCTOR").text().contains("is 1 % full: 1.00M of 64.00M"));
        redis.check("MEMORY PURGE", "OK");
    }

    @Test
    void save_inMemory_isRefused_onDiskSaves() {
        String refusal = "-ERR the server keeps data in memory only; start it with --data DIR to save";
        redis.check("SAVE", refusal);
        redis.check("BGSAVE", refusal);
        redis.check("BGREWRITEAOF", refusal);
        redis.check("LASTSAVE", "1600000000");
        host.persistent = true;
        redis.check("BGREWRITEAOF", "Background append only file rewriting started");
        redis.check("SAVE", "OK");
        redis.check("BGSAVE SCHEDULE", "Background saving started");
        redis.check("BGSAVE NOSUCH", "-ERR syntax error");
        redis.check("DEBUG RELOAD", "OK");
        assertEquals(4, host.saves.get());
    }

    @ParameterizedTest
    @ValueSource(strings = {"SHUTDOWN NOSUCH", "SHUTDOWN SAVE NOSAVE", "SHUTDOWN ABORT NOW"})
    void shutdown_wrongOptions_doesNotStop(String line) {
        redis.check(line, "-ERR syntax error");
        assertEquals(0, host.stops.get());
    }

    @Test
    void shutdown_abort_hasNothingToAbort() {
        redis.check("SHUTDOWN ABORT", "-ERR No shutdown in progress.");
        redis.check("SHUTDOWN SAVE", "-ERR Errors trying to SHUTDOWN. Check logs.");
        assertEquals(0, host.stops.get());
    }

    @Test
    void replication_isThatOfAMasterAlone() {
        redis.check("ROLE", "[\"master\", 0, []]");
        redis.check("REPLICAOF NO ONE", "OK");
        redis.check("SLAVEOF no one", "OK");
        assertTrue(redis.line("REPLICAOF localhost 6379").isError());
        redis.check("REPLICAOF localhost x", "-ERR Invalid master port");
        redis.check("FAILOVER", "-ERR FAILOVER requires connected replicas.");
        redis.check("FAILOVER ABORT", "-ERR No failover in progress.");
        redis.check("FAILOVER TIMEOUT 0", "-ERR FAILOVER timeout must be greater than 0");
        redis.check("FAILOVER NOSUCH", "-ERR syntax error");
        parameters.start("cluster-enabled", "yes");
        redis.check("REPLICAOF NO ONE", "-ERR REPLICAOF not allowed in cluster mode.");
    }

    @Test
    void debug_digestOfStream_isThatOfItsEntries() {
        redis.line("XADD s 1-0 name value");
        String one = redis.line("DEBUG DIGEST").text();
        redis.check("XGROUP CREATE s group 0", "OK");
        assertEquals(one, redis.line("DEBUG DIGEST").text());
        redis.line("XADD s 2-0 name value");
        assertNotEquals(one, redis.line("DEBUG DIGEST").text());
        redis.check("XDEL s 2-0", "1");
        assertEquals(one, redis.line("DEBUG DIGEST").text());
        assertTrue(redis.line("MEMORY USAGE s").integer() > 100);
    }

    @Test
    void debug_digest_tellsDataApart() {
        redis.check("DEBUG DIGEST", "" + "0".repeat(40));
        redis.line("SET a 1");
        String one = redis.line("DEBUG DIGEST").text();
        redis.line("SET a 2");
        assertNotEquals(one, redis.line("DEBUG DIGEST").text());
        redis.line("SET a 1");
        assertEquals(one, redis.line("DEBUG DIGEST").text());
        redis.check("DEBUG DIGEST-VALUE a nosuch", "[" + one + ", " + "0".repeat(40) + "]");
    }

    @Test
    void debug_protocol_hasASampleOfEachType() {
        redis.protocol(3);
        String types = "";
        for (String name : List.of("string", "integer", "double", "bignum", "null", "array", "set", "map", "true")) {
            types += redis.line("DEBUG PROTOCOL " + name).type();
        }
        assertEquals("$:,(_*~%#", types);
        assertTrue(redis.line("DEBUG PROTOCOL nosuch").isError());
    }

    @Test
    void debug_whatWouldEndTheServer_isRefused() {
        for (String name : List.of("SEGFAULT", "PANIC", "ASSERT", "OOM", "RESTART 1", "CRASH-AND-RECOVER")) {
            assertTrue(redis.line("DEBUG " + name).isError(), name);
        }
        redis.check("DEBUG ERROR MYCODE", "-MYCODE");
        redis.check("DEBUG SET-ACTIVE-EXPIRE 0", "OK");
        redis.check("DEBUG STRINGMATCH-LEN h?llo hello", "1");
        redis.check("DEBUG OBJECT nosuch", "-ERR no such key");
        redis.check("DEBUG LISTPACK nosuch", "-ERR no such key");
        redis.check(
                "DEBUG NOSUCH", "-ERR unknown subcommand or wrong number of arguments for 'NOSUCH'. Try DEBUG HELP.");
    }

    @Test
    void config_rewrite_tellsWhatTheHostSays() {
        redis.check("CONFIG REWRITE", "-ERR The server is running without a config file");
        host.rewriteError = null;
        redis.check("CONFIG REWRITE", "OK");
        redis.check("CONFIG SET timeout", "-ERR wrong number of arguments for 'config|set' command");
        redis.check("CONFIG SET timeout 1 save", "-ERR syntax error");
        redis.check("CONFIG GET timeout nosuch port", "[\"timeout\", \"0\", \"port\", \"6379\"]");
    }

    @Test
    void sundry() {
        assertEquals(2, redis.line("TIME").elements().size());
        assertTrue(redis.line("LOLWUT VERSION 5").text().contains("Redis ver. 7.2.6"));
        redis.check("MODULE LIST", "[]");
        redis.check("ACL WHOAMI", "\"default\"");
        redis.check("ACL CAT nosuch", "-ERR Unknown category 'nosuch'");
        assertTrue(redis.line("ACL CAT string").toString().contains("\"get\""));
    }
}
