package io.yggdrasil.resp.command.script;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.yggdrasil.resp.ServerChild;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/** Scripts and functions of a server process that keeps its data, when it ends in either way and starts again. */
final class ScriptRestartTest {
    private static final String SCRIPT = "return redis.call('INCR', KEYS[1])";
    private static final String LIBRARY = "#!lua name=kept\n"
            + "redis.register_function{function_name='kept', flags={'no-writes'}, description='\344',"
            + " callback=function(keys) return redis.call('GET', keys[1]) end}";

    @TempDir
    private Path folder;

    @Test
    void scriptsAndFunctions_afterSigtermAndAfterKill_areThere() throws IOException, InterruptedException {
        String data = folder.resolve("data").toString();
        String sha;
        String dropped;
        try (ServerChild server = ServerChild.start(folder, "--data", data).awaitReady();
                Jedis jedis = server.jedis()) {
            dropped = jedis.scriptLoad("return 'dropped'");
            jedis.scriptFlush();
            sha = jedis.scriptLoad(SCRIPT);
            assertEquals("kept", jedis.functionLoad(LIBRARY));
            assertEquals(1L, jedis.evalsha(sha, 1, "n"));
            server.terminate();
            server.awaitEnd();
        }
        try (ServerChild server = ServerChild.start(folder, "--data", data).awaitReady();
                Jedis jedis = server.jedis()) {
            assertFalse(jedis.scriptExists(dropped));
            assertTrue(jedis.scriptExists(sha));
            assertEquals(2L, jedis.evalsha(sha, 1, "n"));
            assertEquals("2", jedis.fcall("kept", List.of("n"), List.of()));
            jedis.functionLoadReplace(LIBRARY.replace("'GET'", "'STRLEN'"));
            server.kill();
            server.awaitEnd();
        }
        try (ServerChild server = ServerChild.start(folder, "--data", data).awaitReady();
                Jedis jedis = server.jedis()) {
            assertEquals(3L, jedis.evalsha(sha, 1, "n"));
            assertEquals(1L, jedis.fcallReadonly("kept", List.of("n"), List.of()));
            String info = jedis.info("memory");
            assertTrue(info.contains("number_of_cached_scripts:1\r\n"), info);
            assertTrue(info.contains("number_of_functions:1\r\n"), info);
            assertTrue(info.contains("number_of_libraries:1\r\n"), info);
        }
    }
}
