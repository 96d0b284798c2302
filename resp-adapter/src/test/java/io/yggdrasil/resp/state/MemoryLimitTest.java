package io.yggdrasil.resp.state;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.yggdrasil.resp.command.server.Host;
import io.yggdrasil.resp.parameter.Parameters;
import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Test;

final class MemoryLimitTest {
    private final Parameters parameters = new Parameters();

    @Test
    void measure_moreDataThanAllowed_isExceeded() {
        MemoryLimit limit = new MemoryLimit(host(101, false), parameters);
        parameters.start("maxmemory", "100");
        assertTrue(limit.isExceeded());
        parameters.start("maxmemory", "101");
        assertFalse(limit.isExceeded());
    }

    @Test
    void measure_noLimit_isNotExceeded() {
        MemoryLimit limit = new MemoryLimit(host(101, false), parameters);
        limit.measure();
        assertFalse(limit.isExceeded());
    }

    @Test
    void measure_dataOnDisk_haveNoLimit() {
        MemoryLimit limit = new MemoryLimit(host(101, true), parameters);
        parameters.start("maxmemory", "100");
        assertFalse(limit.isExceeded());
    }

    @Test
    void measure_noRoomForMoreData_isExceededWhateverTheLimit() {
        MemoryLimit limit = new MemoryLimit(host(99, false, true), parameters);
        parameters.start("maxmemory", "100");
        assertTrue(limit.isExceeded());
    }

    private static Host host(long dataBytes, boolean persistent) {
        return host(dataBytes, persistent, false);
    }

    private static Host host(long dataBytes, boolean persistent, boolean full) {
        return (Host) Proxy.newProxyInstance(
                Host.class.getClassLoader(),
                new Class<?>[] {Host.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "memory" -> new Host.MemoryUse(dataBytes, 0, 0, 0);
                    case "isPersistent" -> persistent;
                    case "isFull" -> full;
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }
}
