package io.yggdrasil.resp.state;

import io.yggdrasil.resp.clients.PauseGate;
import io.yggdrasil.resp.command.server.Host;

/**
 * Whether expired keys are removed before somebody meets them: not while clients are paused, nor after DEBUG
 * SET-ACTIVE-EXPIRE 0. Looked at when one of the two changes, and from time to time, since a pause runs out by itself.
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
        boolean wanted = allowed && !gate.isOn();
        if (wanted != on) {
            host.activeExpiry(wanted);
            on = wanted;
        }
    }
}
