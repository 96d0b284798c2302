package io.yggdrasil.resp.script;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.yggdrasil.resp.command.NestedClient;
import io.yggdrasil.resp.session.ClientLink;
import io.yggdrasil.resp.session.Session;
import io.yggdrasil.resp.wire.Request;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class RunningScriptsTest {
    private final AtomicLong millis = new AtomicLong();
    private final RunningScripts scripts = new RunningScripts(() -> millis.get() * 1_000_000, () -> 50);

    private final ClientLink noLink = (ClientLink) Proxy.newProxyInstance(
            ClientLink.class.getClassLoader(), new Class<?>[] {ClientLink.class}, (proxy, method, arguments) -> {
                throw new UnsupportedOperationException(method.getName());
            });

    private RunningScript begin(boolean function, boolean writes) {
        NestedClient client = new NestedClient(new Session(1, noLink, 0), new NestedClient.Rights(false, false, false));
        if (writes) {
            client.onWrite();
        }
        return scripts.begin(client, new RunningScript.What("name", function, new Request()));
    }

    private @Nullable String kill(boolean function) {
        List<String> errors = new ArrayList<>();
        scripts.kill(function, error -> errors.add(String.valueOf(error)));
        assertEquals(1, errors.size());
        return errors.get(0).equals("null") ? null : errors.get(0);
    }

    @Test
    void kill_severalScripts_longestBusyOneThatMayBeKilledIsFirst() {
        RunningScript writer = begin(false, true);
        millis.set(10);
        RunningScript busy = begin(false, false);
        millis.set(20);
        RunningScript second = begin(false, false);
        RunningScript function = begin(true, false);
        millis.set(100);
        RunningScript young = begin(false, false);
        assertNull(kill(false));
        assertNotNull(busy.end());
        scripts.end(busy);
        assertNull(kill(true));
        assertNotNull(function.end());
        scripts.end(function);
        assertNull(kill(false));
        assertNotNull(second.end());
        scripts.end(second);
        assertTrue(String.valueOf(kill(false)).startsWith("UNKILLABLE "));
        assertNull(young.end());
        scripts.end(writer);
        assertEquals(young.busyError(), kill(true));
        assertNull(kill(false));
        assertNotNull(young.end());
        scripts.end(young);
        assertEquals("NOTBUSY No scripts in execution right now.", kill(false));
    }

    @Test
    void kill_noneThatIsBusyHere_asksOthers() {
        scripts.others((function, done) -> done.accept("asked"));
        assertEquals("asked", kill(false));
        RunningScript script = begin(false, false);
        assertEquals("asked", kill(false));
        millis.set(50);
        assertEquals("asked", kill(true));
        assertNull(kill(false));
        assertNotNull(script.end());
    }

    @Test
    void stop_scriptsThatRunOrBegin_end() {
        RunningScript writer = begin(false, true);
        scripts.stop();
        assertNotNull(writer.end());
        assertNotNull(begin(true, false).end());
        assertTrue(scripts.isStopped());
    }
}
