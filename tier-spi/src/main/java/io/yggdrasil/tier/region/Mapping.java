package io.yggdrasil.tier.region;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A region that the system has mapped. Its lock keeps a check from what is being closed. */
final class Mapping implements MappedRegion {
    /** A check for what has no way to go. */
    static final Supplier<@Nullable RegionFault> SOUND = () -> null;

    private final Span span;
    private final String description;
    private final Supplier<@Nullable RegionFault> check;
    private final Runnable afterwards;
    private boolean closed;

    /** Takes over the mapping; what else is to be given back is done after it is unmapped. */
    Mapping(Span span, String description, Supplier<@Nullable RegionFault> check, Runnable afterwards) {
        this.span = span;
        this.description = description;
        this.check = check;
        this.afterwards = afterwards;
    }

    @Override
    public long address() {
        return span.address();
    }

    @Override
    public long bytes() {
        return span.bytes();
    }

    @Override
    public String description() {
        return description;
    }

    @Override
    public synchronized @Nullable RegionFault fault() {
        return closed ? null : check.get();
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            SystemCalls.unmap(span);
            afterwards.run();
        }
    }

    @Override
    public String toString() {
        return description;
    }
}
