package io.yggdrasil.ignite.internals;

import io.yggdrasil.ignite.internals.WriteSteps.Step;
import java.util.ServiceLoader;

/** Where the steps of writes are reported. A constant, so that without a listener nothing is left of a report. */
final class StepHook {
    private static final WriteSteps TOLD = ServiceLoader.load(WriteSteps.class, StepHook.class.getClassLoader())
            .findFirst()
            .orElse(step -> {});

    private StepHook() {}

    static void reached(Step step) {
        TOLD.reached(step);
    }
}
