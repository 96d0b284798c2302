package io.yggdrasil.tier.region;

import com.sun.jna.Native;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Memory from the C library, for systems whose own calls this package does not know. */
final class AllocatedRegion implements MappedRegion {
    private final long base;
    private final long address;
    private final long bytes;
    private final AtomicBoolean closed = new AtomicBoolean();

    AllocatedRegion(long base, long address, long bytes) {
        this.base = base;
        this.address = address;
        this.bytes = bytes;
    }

    @Override
    public long address() {
        return address;
    }

    @Override
    public long bytes() {
        return bytes;
    }

    @Override
    public String description() {
        return "as the system gives it";
    }

    @Override
    public @Nullable RegionFault fault() {
        return null;
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            Native.free(base);
        }
    }
}
