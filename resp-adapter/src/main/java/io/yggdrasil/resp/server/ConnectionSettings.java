package io.yggdrasil.resp.server;

import io.yggdrasil.resp.parameter.OutputLimits;
import io.yggdrasil.resp.wire.RequestLimits;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** What every connection of a server has in common. */
final class ConnectionSettings {
    /** Parts of the heap that requests in progress and unread replies may take; commands need the rest. */
    private static final int INPUT_HEAP_PART = 3;

    private static final int OUTPUT_HEAP_PART = 4;

    private final Supplier<RequestLimits> limits;
    private final Supplier<OutputLimits> outputLimits;
    private final SessionListener listener;
    private final long stallMillis;
    private final long settleTimeoutMillis;
    private final MemoryBudget inputBudget;
    private final MemoryBudget outputBudget;
    private final AtomicLong clientIds;

    ConnectionSettings(RespServer.Settings settings, SessionListener listener) {
        long heap = Runtime.getRuntime().maxMemory();
        this.limits = settings.limits();
        this.outputLimits = settings.outputLimits();
        this.listener = listener;
        this.stallMillis = settings.stallMillis();
        this.settleTimeoutMillis = settings.settleTimeoutMillis();
        this.inputBudget = new MemoryBudget(heap / INPUT_HEAP_PART);
        this.outputBudget = new MemoryBudget(heap / OUTPUT_HEAP_PART);
        this.clientIds = new AtomicLong();
    }

    Supplier<RequestLimits> limits() {
        return limits;
    }

    long queryBufferBytesMax() {
        return limits.get().queryBufferBytesMax();
    }

    Supplier<OutputLimits> outputLimits() {
        return outputLimits;
    }

    SessionListener listener() {
        return listener;
    }

    long stallMillis() {
        return stallMillis;
    }

    long settleTimeoutMillis() {
        return settleTimeoutMillis;
    }

    MemoryBudget inputBudget() {
        return inputBudget;
    }

    MemoryBudget outputBudget() {
        return outputBudget;
    }

    long nextClientId() {
        return clientIds.incrementAndGet();
    }
}
