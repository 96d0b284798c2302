package io.yggdrasil.resp.session;

import io.yggdrasil.resp.wire.Request;
import java.util.ArrayList;
import java.util.List;

/** The commands queued between MULTI and EXEC. */
public final class Transaction {
    private final List<Request> queued = new ArrayList<>();
    private boolean broken;
    private boolean writes;
    private boolean needsMemory;
    private volatile int count;
    private volatile long bytes;

    /**
     * Queues a request that owns its bytes.
     *
     * @param mayWrite whether its command can change keys
     * @param mayNeedMemory whether its command is refused when there is no memory
     */
    public void queue(Request request, boolean mayWrite, boolean mayNeedMemory) {
        queued.add(request);
        writes |= mayWrite;
        needsMemory |= mayNeedMemory;
        count = queued.size();
        bytes += request.byteCount();
    }

    /** Number of queued commands. Read by any thread. */
    public int count() {
        return count;
    }

    /** Bytes of the queued commands' arguments. Read by any thread. */
    public long bytes() {
        return bytes;
    }

    /** Whether a queued command is refused when there is no memory. */
    public boolean mayNeedMemory() {
        return needsMemory;
    }

    /** Whether a queued command can change keys. */
    public boolean mayWrite() {
        return writes;
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
