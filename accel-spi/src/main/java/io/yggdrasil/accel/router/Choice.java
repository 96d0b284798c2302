package io.yggdrasil.accel.router;

import io.yggdrasil.accel.Accelerator;
import io.yggdrasil.accel.Accelerators;
import java.util.List;
import java.util.Set;

/** The accelerators that a configuration leaves, of those that are found. */
final class Choice {
    private static final String PORTABLE = "portable";

    private Choice() {}

    /** An {@link IllegalArgumentException} tells what is wrong with a name. */
    static List<Accelerator> of(Accelerators found, RouterConfiguration configuration) {
        configuration.forbid().forEach(name -> check(found, "forbid", name));
        configuration.use().forEach(name -> check(found, "use", name));
        if (configuration.forbid().contains(PORTABLE)) {
            throw new IllegalArgumentException("forbid=" + PORTABLE + ": it is what all others are compared with");
        }
        for (String name : configuration.use()) {
            String problem = configuration.forbid().contains(name) ? "it is forbidden as well" : found.problem(name);
            if (problem != null) {
                throw new IllegalArgumentException("use=" + name + ": " + problem);
            }
        }
        Set<String> use = configuration.use();
        return found.usable().stream()
                .filter(one -> use.isEmpty() || use.contains(one.name()))
                .filter(one -> !configuration.forbid().contains(one.name()))
                .toList();
    }

    private static void check(Accelerators found, String key, String name) {
        if (found.named(name) == null && found.problem(name) == null) {
            throw new IllegalArgumentException(
                    key + "=" + name + ": there is no such accelerator; there are " + found.names());
        }
    }
}
