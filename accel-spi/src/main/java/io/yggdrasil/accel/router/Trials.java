package io.yggdrasil.accel.router;

import java.util.SortedMap;
import java.util.function.BiConsumer;

/** Proves and measures kernels, and admits to a route those that pass. */
final class Trials {
    private static final System.Logger LOG = System.getLogger(OffloadRouter.class.getName());

    private final Measurement measurement;
    private final Profile profile;
    private final BiConsumer<Provider, String> onLie;

    /** @param onLie bars a provider for what it did wrong */
    Trials(Measurement measurement, Profile profile, BiConsumer<Provider, String> onLie) {
        this.measurement = measurement;
        this.profile = profile;
        this.onLie = onLie;
    }

    /** Tries all kernels of a route, portable Java's first. */
    <K> void run(Route<K> route, Kernels<K> kernels, Workload<K> workload) {
        route.admit(candidate(route, kernels.provider(), kernels.portable(), workload));
        Proof<K> proof = new Proof<>(kernels.portable(), workload);
        kernels.others().forEach((provider, kernel) -> {
            try {
                String lie = proof.lie(kernel);
                if (lie == null) {
                    route.admit(candidate(route, provider, kernel, workload));
                } else {
                    onLie.accept(provider, route.operation() + " of " + lie);
                }
            } catch (RuntimeException | Error e) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "Accelerator {0} is not used for {1}, as it cannot do known data: {2}",
                        provider.name(),
                        route.operation(),
                        e);
            }
        });
        profile.save();
    }

    private <K> Candidate<K> candidate(Route<K> route, Provider provider, K kernel, Workload<K> workload) {
        SortedMap<Integer, Double> known = profile.get(route.operation(), provider.name());
        SortedMap<Integer, Double> points = known == null ? measurement.run(kernel, workload) : known;
        profile.put(route.operation(), provider.name(), points);
        return new Candidate<>(provider, kernel, new Costs(points), new Breaker());
    }
}
