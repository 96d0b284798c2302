package io.yggdrasil.resp.state;

import io.yggdrasil.resp.command.server.Host;
import io.yggdrasil.resp.parameter.Parameter;
import io.yggdrasil.resp.parameter.Parameters;

/**
 * Whether fewer nodes than {@code min-replicas-to-write} hold copies of the data, so that nothing may be written. Counted
 * now and then, and when the parameter changes; asked with every command.
 */
final class CopiesLimit {
    private final Host host;
    private final Parameter minimum;
    private volatile boolean missed;

    CopiesLimit(Host host, Parameters parameters) {
        this.host = host;
        this.minimum = parameters.get("min-replicas-to-write");
        minimum.onChange(changed -> count());
    }

    void count() {
        long wanted = minimum.number();
        missed = wanted > 0 && host.copies() < wanted;
    }

    boolean isMissed() {
        return missed;
    }
}
