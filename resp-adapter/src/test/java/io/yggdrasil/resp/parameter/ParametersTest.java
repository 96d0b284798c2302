package io.yggdrasil.resp.parameter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.yggdrasil.resp.command.RedisException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ParametersTest {
    private final Parameters parameters = new Parameters();

    @ParameterizedTest
    @CsvSource(
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "maxmemory,1mb,1048576",
                "maxmemory,1M,1000000",
                "maxmemory,2GB,2147483648",
                "maxmemory,17b,17",
                "maxmemory-clients,5%,5%",
                "maxmemory-clients,1kb,1024",
                "notify-keyspace-events,KEA,AKE",
                "notify-keyspace-events,Elg$,g$lE",
                "notify-keyspace-events,Kg$lshzxetdm,AKm",
                "save,900 1 300 10,900 1 300 10",
                "shutdown-on-sigterm,force save,save force",
                "shutdown-on-sigterm,DEFAULT,default",
                "latency-tracking-info-percentiles,50.0 99.9990 0,50 99.999 0",
                "appendonly,YES,yes",
                "maxmemory-policy,NoEviction,noeviction",
                "maxmemory-policy,AllKeys-LRU,allkeys-lru",
                "maxmemory-samples,10,10",
                "list-max-ziplist-size,-5,-5",
                "oom-score-adj-values,-1 0 2000,-1 0 2000"
            })
    void set_value_isKeptAsRedisShowsIt(String name, String value, String shown) {
        set(name, value);
        assertEquals(shown, parameters.get(name).text());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "maxmemory | bla | argument must be a memory value",
                "maxmemory | -1 | argument must be a memory value",
                "maxmemory-clients | 101% | percentage argument must be less or equal to 100",
                "maxmemory-clients | x | argument must be a memory or percent value",
                "timeout | 1.5 | argument couldn't be parsed into an integer",
                "timeout | -1 | argument must be between 0 and 2147483647 inclusive",
                "maxclients | 0 | argument must be between 1 and 4294967295 inclusive",
                "appendonly | maybe | argument must be 'yes' or 'no'",
                "appendfsync | never | argument(s) must be one of the following: everysec, always, no",
                "save | 100 | Invalid save parameters",
                "save | 0 1 | Invalid save parameters",
                "notify-keyspace-events | KEQ | Invalid event class character. Use 'Ag$lshzxeKEtmdn'.",
                "client-output-buffer-limit | wrong 0 0 0 | Invalid client class specified in buffer limit configuration.",
                "client-output-buffer-limit | normal 0 0 | Wrong number of arguments in buffer limit configuration.",
                "client-output-buffer-limit | normal 0 0 -1 | Error in hard, soft or soft_seconds setting in buffer"
                        + " limit configuration.",
                "latency-tracking-info-percentiles | 101 | latency-tracking-info-percentiles parameters should sit"
                        + " between [0.0,100.0]",
                "shutdown-on-sigint | save nosave | shutdown options SAVE and NOSAVE can't be used simultaneously",
                "maxmemory-policy | lru | argument(s) must be one of the following: volatile-lru, volatile-lfu,"
                        + " volatile-random, volatile-ttl, allkeys-lru, allkeys-lfu, allkeys-random, noeviction",
                "port | 65536 | argument must be between 0 and 65535 inclusive",
                "daemonize | yes | can't set immutable config",
                "enable-debug-command | yes | can't set immutable config",
                "dir | /tmp | can't set protected config"
            })
    void set_wrongValue_tellsRedisReason(String name, String value, String reason) {
        String before = parameters.text(name);
        RedisException refusal = assertThrows(RedisException.class, () -> set(name, value));
        assertEquals(
                "ERR CONFIG SET failed (possibly related to argument '" + name + "') - " + reason,
                refusal.getMessage());
        assertEquals(before, parameters.text(name));
    }

    @Test
    void set_unknownName_namesIt() {
        RedisException refusal = assertThrows(RedisException.class, () -> set("no-such", "1"));
        assertEquals("ERR Unknown option or number of arguments for CONFIG SET - 'no-such'", refusal.getMessage());
    }

    @Test
    void set_oneOfSeveralWrong_changesNone() {
        assertThrows(
                RedisException.class,
                () -> parameters.set(new String[] {"timeout", "maxmemory"}, new String[] {"7", "bla"}, false));
        assertEquals(0, parameters.number("timeout"));
    }

    @Test
    void set_nameTwice_isRefused() {
        RedisException refusal = assertThrows(
                RedisException.class,
                () -> parameters.set(new String[] {"timeout", "TIMEOUT"}, new String[] {"7", "8"}, false));
        assertTrue(refusal.getMessage().endsWith("duplicate parameter"), refusal.getMessage());
    }

    @Test
    void set_listenerRefuses_restoresAllAndTellsListenersSo() {
        List<String> seen = new ArrayList<>();
        parameters.get("timeout").onChange(changed -> seen.add(changed.text()));
        parameters.get("port").onChange(changed -> {
            if (changed.number() != 6379) {
                throw new IllegalArgumentException("no");
            }
        });
        assertThrows(
                RedisException.class,
                () -> parameters.set(new String[] {"timeout", "port"}, new String[] {"7", "1"}, false));
        assertEquals("6379", parameters.text("port"));
        assertEquals(List.of("7", "0"), seen);
    }

    @Test
    void set_bufferLimitOfOneClass_leavesTheOthers() {
        set("client-output-buffer-limit", "pubsub 1mb 2kb 3");
        assertEquals(
                "normal 0 0 0 slave 268435456 67108864 60 pubsub 1048576 2048 3",
                parameters.text("client-output-buffer-limit"));
        assertEquals(
                new OutputLimits.Limit(1 << 20, 2048, 3),
                OutputLimits.of(parameters.text("client-output-buffer-limit")).pubsub());
    }

    @Test
    void set_alias_setsTheParameter() {
        set("slave-priority", "5");
        assertEquals(5, parameters.number("replica-priority"));
    }

    @Test
    void match_pattern_findsNamesAndAliasesButNotHiddenOnes() {
        assertEquals(
                Set.of("replica-priority", "slave-priority"),
                parameters.match("*-PRIORITY").keySet());
        assertTrue(parameters.match("*").size() > 150);
        assertFalse(parameters.match("*").containsKey("key-load-delay"));
        assertTrue(parameters.match("key-load-delay").containsKey("key-load-delay"));
        assertEquals(Set.of("SAVE"), parameters.match("SAVE").keySet());
        assertEquals(Set.of(), parameters.match("no-such").keySet());
    }

    @Test
    void toString_ofSecret_doesNotTellIt() {
        set("requirepass", "open sesame");
        assertEquals("requirepass=(redacted)", parameters.get("requirepass").toString());
    }

    private void set(String name, String value) {
        parameters.set(new String[] {name}, new String[] {value}, false);
    }
}
