package io.yggdrasil.resp.state;

import io.yggdrasil.ignite.eviction.Eviction;
import io.yggdrasil.ignite.eviction.EvictionMode;
import io.yggdrasil.ignite.eviction.EvictionSettings;
import io.yggdrasil.resp.command.server.Evictor;

/** The eviction of this process's node. */
final class GridEvictor implements Evictor {
    private final Eviction eviction;

    GridEvictor(Eviction eviction) {
        this.eviction = eviction;
    }

    @Override
    public void configure(String policy, long bytesMax, int samples) {
        eviction.configure(new EvictionSettings(
                EvictionMode.of(policy), bytesMax, Math.min(samples, EvictionSettings.SAMPLES_MAX)));
    }

    @Override
    public long evictedKeys() {
        return eviction.evictedCount();
    }

    @Override
    public boolean isExceeded() {
        return eviction.isExceeded();
    }

    /** Who has to wait helps first, so that many writers are not bound to the speed of one evictor. */
    @Override
    public boolean holds(int bytes) {
        if (!eviction.holds(bytes)) {
            return false;
        }
        eviction.help();
        return eviction.holds(bytes);
    }

    @Override
    public long heldBytes() {
        return eviction.use().stream().mapToLong(Eviction.Use::heldBytes).sum();
    }

    @Override
    public long watermarkBytes() {
        boolean evicts = eviction.settings().mode().evicts();
        return evicts
                ? eviction.use().stream()
                        .mapToLong(Eviction.Use::watermarkBytes)
                        .sum()
                : 0;
    }
}
