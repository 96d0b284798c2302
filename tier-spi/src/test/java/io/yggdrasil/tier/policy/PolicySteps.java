package io.yggdrasil.tier.policy;

import java.util.ArrayList;
import java.util.List;

/** Drives a policy as a cache does, with entries of one byte, and notes its victims. */
final class PolicySteps {
    private final EvictionPolicy policy;
    private final List<Long> victims = new ArrayList<>();
    private int hits;

    PolicySteps(EvictionPolicy policy) {
        this.policy = policy;
    }

    /** Uses the keys in turn. */
    PolicySteps use(long... keys) {
        for (long key : keys) {
            if (policy.onAccess(key)) {
                hits++;
            } else {
                policy.onInsert(key, 1);
                policy.evict((victim, weightBytes) -> victims.add(victim), Integer.MAX_VALUE);
            }
        }
        return this;
    }

    /** Uses the keys from 0 on, again and again. */
    PolicySteps loop(int keys, int times) {
        for (int i = 0; i < times; i++) {
            for (int key = 0; key < keys; key++) {
                use(key);
            }
        }
        return this;
    }

    List<Long> victims() {
        return victims;
    }

    int hits() {
        return hits;
    }
}
