package io.yggdrasil.resp.session;

import io.yggdrasil.resp.wire.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The commands queued between MULTI and EXEC. */
public final class Transaction {
    private final List<Request> queued = new ArrayList<>();
    private Map<Integer, String> refusals = Map.of();
    private @Nullable Object judgedBy;
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

    /**
     * Notes that the queued commands were judged once more.
     *
     * @param rights by which they were
     * @param errors the error replies of those that may not run, by their index in {@link #queued}
     */
    public void judged(@Nullable Object rights, Map<Integer, String> errors) {
        judgedBy = rights;
        refusals = Map.copyOf(errors);
    }

    /** By which rights the queued commands were judged last; null when they were not. */
    public @Nullable Object judgedBy() {
        return judgedBy;
    }

    /** The error reply of a queued command that may not run; null when it may. */
    public @Nullable String refusal(int index) {
        return refusals.isEmpty() ? null : refusals.get(index);
    }

    /** What was queued, in order. */
    public List<Request> queued() {
        return queued;
    }
}
