package io.yggdrasil.resp.command.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.yggdrasil.resp.command.CommandTester;
import io.yggdrasil.resp.command.RedisServer;
import io.yggdrasil.resp.command.Reply;
import io.yggdrasil.resp.parameter.Parameters;
import io.yggdrasil.resp.state.MemoryHost;
import io.yggdrasil.resp.state.ServerState;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** CONFIG answers as redis-server does, parameter by parameter and value by value. */
final class ConfigDifferentialTest {
    /** Setting these would end the test's own connection, open files, or depends on the machine. */
    private static final Set<String> UNTOUCHED = Set.of(
            "port",
            "bind",
            "requirepass",
            "maxclients",
            "dir",
            "appendonly",
            "oom-score-adj",
            "oom-score-adj-values",
            "proc-title-template",
            "activedefrag",
            "jemalloc-bg-thread",
            "hz",
            "cluster-announce-hostname",
            "bind-source-addr",
            "crash-log-enabled",
            "maxmemory",
            "logfile",
            "dbfilename",
            "save",
            "watchdog-period",
            "repl-backlog-size", // Redis raises it to what it needs.
            "loglevel" // Has one more level since Redis 7.2.
            );

    private static final String[] VALUES = {
        "",
        "0",
        "1",
        "-1",
        "100",
        "-101",
        "101%",
        "50%",
        "yes",
        "NO",
        "maybe",
        "10mb",
        "1kb",
        "5x",
        "1.5",
        " 1",
        "9223372036854775807",
        "9223372036854775808",
        "18446744073709551615",
        "always",
        "normal 1 2 3",
        "K",
        "KEA",
        "allkeys-lru",
        "disabled",
        "50 99",
        "save now"
    };

    @Test
    void set_anyValue_answersAndShowsTheSame() throws IOException {
        List<String> differences = new ArrayList<>();
        int compared = 0;
        try (RedisServer redis = RedisServer.start();
                ServerState state = new ServerState(new Parameters(), new MemoryHost())) {
            CommandTester ours = new CommandTester(new ConfigCommands(state.facts()));
            for (String name : get(redis.run("CONFIG", "GET", "*")).keySet()) {
                if (UNTOUCHED.contains(name)
                        || name.startsWith("tls-")
                        || state.parameters().find(name) == null) {
                    continue;
                }
                for (String value : VALUES) {
                    compare(
                            name,
                            redis.run("CONFIG", "SET", name, value),
                            ours.run("CONFIG", "SET", name, value),
                            value,
                            differences);
                    compare(
                            name,
                            redis.run("CONFIG", "GET", name),
                            ours.run("CONFIG", "GET", name),
                            value,
                            differences);
                    compared++;
                }
            }
        }
        assertTrue(compared > 3000, "compared " + compared);
        assertEquals(List.of(), differences, () -> String.join("\n", differences));
    }

    @Test
    void get_all_namesWhatRedisNames() throws IOException {
        try (RedisServer redis = RedisServer.start();
                ServerState state = new ServerState(new Parameters(), new MemoryHost())) {
            CommandTester ours = new CommandTester(new ConfigCommands(state.facts()));
            Map<String, String> theirs = get(redis.run("CONFIG", "GET", "*"));
            theirs.keySet().removeAll(get(ours.run("CONFIG", "GET", "*")).keySet());
            theirs.keySet().removeIf(name -> name.startsWith("tls-"));
            theirs.remove("aof-disable-auto-gc"); // Hidden since Redis 7.2.
            assertEquals(Map.of(), theirs);
        }
    }

    private static void compare(String name, Reply theirs, Reply ours, String value, List<String> differences) {
        if (!theirs.toString().equals(ours.toString())) {
            differences.add(name + " [" + value + "]: redis " + theirs + ", ours " + ours);
        }
    }

    private static Map<String, String> get(Reply reply) {
        Map<String, String> values = new TreeMap<>();
        List<Reply> elements = reply.elements();
        for (int i = 0; i < elements.size(); i += 2) {
            values.put(elements.get(i).text(), elements.get(i + 1).text());
        }
        return values;
    }
}
