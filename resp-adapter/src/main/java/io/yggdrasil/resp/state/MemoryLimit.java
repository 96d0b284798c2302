package io.yggdrasil.resp.state;

import io.yggdrasil.resp.command.server.Host;
import io.yggdrasil.resp.parameter.Parameter;
import io.yggdrasil.resp.parameter.Parameters;

/**
 * Whether data take more memory than {@code maxmemory}. Measured now and then, and when the limit changes; asked with every
 * command that may need memory.
 *
 * <p>Data on disk have no such limit: there {@code maxmemory} is how much of them is held in memory at a time.
 */
final class MemoryLimit {
    private final Host host;
    private final Parameter maximum;
    private volatile boolean exceeded;

    MemoryLimit(Host host, Parameters parameters) {
        this.host = host;
        this.maximum = parameters.get("maxmemory");
        maximum.onChange(changed -> measure());
    }

    void measure() {
        long limit = maximum.number();
        boolean above = limit != 0 // Measuring is not free.
                && !host.isPersistent()
                && Long.compareUnsigned(host.memory().dataBytes(), limit) > 0;
        exceeded = above || host.isFull();
    }

    boolean isExceeded() {
        return exceeded;
    }
}
