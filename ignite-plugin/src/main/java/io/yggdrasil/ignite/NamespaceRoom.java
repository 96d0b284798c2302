package io.yggdrasil.ignite;

import io.yggdrasil.ignite.eviction.Eviction;
import io.yggdrasil.ignite.internals.StartRoom;
import io.yggdrasil.ignite.slot.Slots;
import java.io.Serial;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.ignite.Ignite;
import org.apache.ignite.lang.IgniteCallable;
import org.apache.ignite.resources.IgniteInstanceResource;
import org.jspecify.annotations.Nullable;

/**
 * Asks a node whether its region has room for one more namespace; if not, and the policy evicts, room is made first. It runs
 * on every server node before a namespace is started.
 */
final class NamespaceRoom implements IgniteCallable<Boolean> {
    @Serial
    private static final long serialVersionUID = 0L;

    private static final long WAIT_NANOS_MAX = TimeUnit.SECONDS.toNanos(3);
    private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final @Nullable String region;

    @IgniteInstanceResource
    private transient @Nullable Ignite ignite;

    NamespaceRoom(@Nullable String region) {
        this.region = region;
    }

    @Override
    public Boolean call() {
        Ignite node = ignite;
        StartRoom room = node == null ? null : StartRoom.of(node, region);
        if (node == null || room == null) {
            return true;
        }
        Eviction eviction = Yggdrasil.of(node).eviction();
        long deadline = System.nanoTime() + WAIT_NANOS_MAX;
        while (!room.isEnough(Slots.PARTITIONS)
                && eviction.settings().mode().evicts()
                && System.nanoTime() < deadline) {
            eviction.holds(room.bytes(Slots.PARTITIONS)); // Says how much is wanted.
            eviction.help();
            LockSupport.parkNanos(STEP_NANOS);
        }
        return room.isEnough(Slots.PARTITIONS);
    }
}
