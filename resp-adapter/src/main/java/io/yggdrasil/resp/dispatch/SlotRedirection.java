package io.yggdrasil.resp.dispatch;

import io.yggdrasil.ignite.YggdrasilException;
import io.yggdrasil.ignite.slot.Slots;
import io.yggdrasil.resp.command.Command;
import io.yggdrasil.resp.command.KeyPositions;
import io.yggdrasil.resp.grid.GridKeyspaces;
import io.yggdrasil.resp.grid.Route;
import io.yggdrasil.resp.keyspace.Key;
import io.yggdrasil.resp.wire.Request;
import org.jspecify.annotations.Nullable;

/**
 * The rule of cluster mode: a request runs on the node that has its keys' slot, which is one. {@link #begin}, {@link
 * #add} its commands, then {@link #refusal}. Reused; one thread.
 */
final class SlotRedirection {
    private static final int NONE = -1;
    private static final int SEVERAL = -2;

    private final GridKeyspaces keyspaces;
    private final NodeAddresses addresses;
    private final KeyPositions positions = new KeyPositions();
    private final Key first = new Key();
    private int slot;
    private @Nullable String down;

    SlotRedirection(GridKeyspaces keyspaces, NodeAddresses addresses) {
        this.keyspaces = keyspaces;
        this.addresses = addresses;
    }

    void begin() {
        slot = NONE;
    }

    /** Adds the keys of a command. */
    void add(Command command, Request request) {
        positions.fill(command.keySpecs(), request);
        for (int i = 0; i < positions.count() && slot != SEVERAL; i++) {
            int index = positions.index(i);
            int own = Slots.slot(request.buffer(), request.offset(index), request.length(index));
            if (slot == NONE) {
                slot = own;
                first.set(request.buffer(), request.offset(index), request.length(index));
            } else if (slot != own) {
                slot = SEVERAL;
            }
        }
    }

    /** Whether the owner of the slot is known now; {@link #refusal} needs it. */
    boolean isSettled() {
        keyspaces.begin();
        down = null;
        try {
            return slot < 0 || keyspaces.route(0, first);
        } catch (YggdrasilException e) {
            down = CommandInvoker.errorOf(e);
            return e.kind() != YggdrasilException.Kind.RETRY;
        }
    }

    /** The error that the client gets instead of having the request run here; null when it runs. */
    @Nullable
    String refusal() {
        if (slot == SEVERAL) {
            return "CROSSSLOT Keys in request don't hash to the same slot";
        }
        if (down != null) {
            return down;
        }
        if (slot == NONE || keyspaces.route() == Route.LOCAL) {
            return null;
        }
        String address = addresses.address(keyspaces.remoteNode());
        return address == null ? "CLUSTERDOWN Hash slot not served" : "MOVED " + slot + " " + address;
    }
}
