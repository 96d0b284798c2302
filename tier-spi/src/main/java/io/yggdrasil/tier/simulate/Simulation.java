package io.yggdrasil.tier.simulate;

import io.yggdrasil.tier.policy.EvictionPolicy;
import io.yggdrasil.tier.policy.PolicyKind;
import io.yggdrasil.tier.policy.Victims;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Runs policies over traces as a cache would: a use of what is not there inserts it. */
public final class Simulation {
    private static final double[] AUTO_SHARES = {0.02, 0.10, 0.30};
    private static final Victims EVICTS = (key, weightBytes) -> true;

    /**
     * What one policy made of a trace in a cache of one size.
     *
     * @param hitRatio 0 to 1
     */
    public record Result(String trace, PolicyKind policy, long capacityBytes, double hitRatio) {}

    private Simulation() {}

    /** Three sizes for a trace: 2, 10 and 30 % of its footprint, in bytes. */
    public static List<Long> autoSizes(Trace trace) {
        return Arrays.stream(AUTO_SHARES)
                .mapToObj(share -> Math.max(1, Math.round(trace.footprintBytes() * share)))
                .distinct()
                .toList();
    }

    /** Runs each policy with each size, several at once; results come by size, then by policy. */
    public static List<Result> run(Trace trace, List<PolicyKind> policies, List<Long> capacities) {
        List<Result> cells = new ArrayList<>();
        for (long capacity : capacities) {
            policies.forEach(policy -> cells.add(new Result(trace.name(), policy, capacity, 0)));
        }
        return IntStream.range(0, cells.size())
                .parallel()
                .mapToObj(i -> run(trace, cells.get(i).policy(), cells.get(i).capacityBytes()))
                .toList();
    }

    private static Result run(Trace trace, PolicyKind kind, long capacityBytes) {
        EvictionPolicy policy = kind.create(capacityBytes);
        long hits = 0;
        for (int use = 0; use < trace.uses(); use++) {
            if (policy.onAccess(trace.key(use))) {
                hits++;
            } else {
                policy.onInsert(trace.key(use), trace.weight(use));
                policy.evict(EVICTS, Integer.MAX_VALUE);
            }
        }
        return new Result(trace.name(), kind, capacityBytes, (double) hits / trace.uses());
    }
}
