package io.yggdrasil.resp.state;

import io.yggdrasil.resp.clients.PauseGate;
import io.yggdrasil.resp.command.server.Host;

/**
 * Whether expired keys are removed before somebody meets them: not while clients are paused, nor after DEBUG
 * SET-ACTIVE-EXPIRE 0, nor while the grid is the replica of a master, which says itself what has expired. Looked at when one
 * of these changes, and from time to time, since a pause runs out by itself.
 *
 * <p>Threads: any.
 */
final class ExpirySwitch {
    private final Host host;
    private final PauseGate gate;
    private boolean allowed = true;
    private boolean on = true;

    ExpirySwitch(Host host, PauseGate gate) {
        this.host = host;
        this.gate = gate;
        gate.onChange(this::apply);
    }

    synchronized void allow(boolean value) {
        allowed = value;
        apply();
    }

    synchronized void apply() {
        boolean wanted = allowed && !gate.isOn() && host.replication().master() == null;
        if (wanted != on) {
            host.activeExpiry(wanted);
            on = wanted;
        }
    }
}
