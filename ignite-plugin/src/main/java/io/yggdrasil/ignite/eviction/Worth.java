package io.yggdrasil.ignite.eviction;

import io.yggdrasil.ignite.internals.SampledRow;
import io.yggdrasil.tier.policy.FrequencySketch;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** The built-in orders of eviction: what a row is worth in a mode. The lowest go first. */
final class Worth {
    /** One use more outweighs any time. */
    private static final int FREQUENCY_SHIFT = 44;

    /** A new entry is worth more than any old one. */
    private static final long YOUNG = 1L << 60;

    private Worth() {}

    /**
     * What a row is worth.
     *
     * @param youngMillis with LFU, an entry that was written so lately is kept: it had no time to be used
     */
    static long of(EvictionMode mode, Tenant tenant, SampledRow row, long youngMillis) {
        return switch (mode) {
            case ALLKEYS_LRU, VOLATILE_LRU -> -idleMillis(tenant, row);
            case ALLKEYS_LFU, VOLATILE_LFU -> {
                long idle = idleMillis(tenant, row);
                long frequency = tenant.uses().frequency(row.partition(), row.hash());
                yield (frequency << FREQUENCY_SHIFT) - idle + (idle < youngMillis ? YOUNG : 0);
            }
            case VOLATILE_TTL -> row.expireTime();
            case ALLKEYS_RANDOM, VOLATILE_RANDOM, NOEVICTION ->
                ThreadLocalRandom.current().nextLong(YOUNG);
        };
    }

    /** As the user's choice has it; a choice that throws keeps the row. */
    static long of(VictimChoice choice, Tenant tenant, SampledRow row) {
        try {
            return choice.worth(new Candidate(
                    tenant.name(),
                    row.key().key(),
                    row.bytes(),
                    row.expireTime(),
                    tenant.uses().frequency(row.partition(), row.hash()),
                    idleMillis(tenant, row)));
        } catch (RuntimeException e) {
            return VictimChoice.KEEP;
        }
    }

    static long of(EvictionMode mode, @Nullable VictimChoice choice, Tenant tenant, SampledRow row, long youngMillis) {
        return choice == null ? of(mode, tenant, row, youngMillis) : of(choice, tenant, row);
    }

    /** How often a row was used lately; a new one counts as used often. */
    static int uses(Tenant tenant, SampledRow row, long youngMillis) {
        int uses = tenant.uses().frequency(row.partition(), row.hash());
        return idleMillis(tenant, row) < youngMillis ? uses + FrequencySketch.FREQUENCY_MAX : uses;
    }

    private static long idleMillis(Tenant tenant, SampledRow row) {
        return tenant.uses().idleMillis(row.partition(), row.hash());
    }
}
