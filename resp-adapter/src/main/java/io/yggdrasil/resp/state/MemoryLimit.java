package io.yggdrasil.resp.state;

import io.yggdrasil.resp.command.server.Host;
import io.yggdrasil.resp.parameter.Parameter;
import io.yggdrasil.resp.parameter.Parameters;

/**
 * Whether data take more memory than {@code maxmemory}; asked with every command that may need memory. Without eviction that
 * is measured now and then, and when the limit changes. With it, other keys make room: what needs memory waits a little while
 * they do, and is refused when none are left, or when it would have to wait too long.
 *
 * <p>Data on disk have no such limit: there {@code maxmemory} is how much of them is held in memory at a time, and nothing is
 * evicted.
 */
final class MemoryLimit {
    private static final String NO_EVICTION = "noeviction";

    private final Host host;
    private final Parameter maximum;
    private final Parameter policy;
    private final Parameter samples;
    private volatile boolean exceeded;
    private volatile boolean evicts;

    MemoryLimit(Host host, Parameters parameters) {
        this.host = host;
        this.maximum = parameters.get("maxmemory");
        this.policy = parameters.get("maxmemory-policy");
        this.samples = parameters.get("maxmemory-samples");
        apply();
        maximum.onChange(changed -> apply());
        policy.onChange(changed -> apply());
        samples.onChange(changed -> apply());
    }

    private synchronized void apply() {
        boolean wanted = !policy.text().equals(NO_EVICTION);
        if (wanted && host.isPersistent()) {
            throw new IllegalArgumentException("the data are kept on disk (--data), from which nothing is evicted");
        }
        if (wanted || evicts) {
            host.evictor().configure(policy.text(), maximum.number(), (int) samples.number());
            evicts = wanted;
        }
        measure();
    }

    void measure() {
        if (evicts) {
            exceeded = false; // It is asked for when it is needed.
            return;
        }
        long limit = maximum.number();
        boolean above = limit != 0 // Measuring is not free.
                && !host.isPersistent()
                && Long.compareUnsigned(host.memory().dataBytes(), limit) > 0;
        exceeded = above || host.isFull();
    }

    boolean isExceeded() {
        return evicts ? host.evictor().isExceeded() : exceeded;
    }

    /** Whether a request of so many bytes that needs memory has to wait a little. */
    boolean holds(int bytes) {
        return evicts && host.evictor().holds(bytes);
    }
}
