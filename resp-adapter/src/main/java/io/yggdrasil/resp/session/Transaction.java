package io.yggdrasil.resp.session;

import io.yggdrasil.resp.wire.Request;
import java.util.ArrayList;
import java.util.List;

/** The commands queued between MULTI and EXEC. */
public final class Transaction {
    private final List<Request> queued = new ArrayList<>();
    private boolean broken;

    /** Queues a request that owns its bytes. */
    public void queue(Request request) {
        queued.add(request);
    }

    /** Marks that a command could not be queued, so that EXEC must fail. */
    public void breakUp() {
        broken = true;
    }

    /** Whether EXEC must fail. */
    public boolean isBroken() {
        return broken;
    }

    /** What was queued, in order. */
    public List<Request> queued() {
        return queued;
    }
}
