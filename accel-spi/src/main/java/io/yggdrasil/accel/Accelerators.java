package io.yggdrasil.accel;

import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/** The accelerators of this machine. */
public final class Accelerators {
    private static final System.Logger LOG = System.getLogger(Accelerators.class.getName());

    private final List<Accelerator> usable = new ArrayList<>();
    private final List<String> missing = new ArrayList<>();

    private Accelerators() {}

    /** Tries all that the class path has. What cannot be used is logged with its reason, one line each. */
    public static Accelerators find() {
        Accelerators found = new Accelerators();
        ServiceLoader.load(Accelerator.class, Accelerators.class.getClassLoader()).stream()
                .forEach(found::tryOne);
        return found;
    }

    private void tryOne(ServiceLoader.Provider<Accelerator> provider) {
        try {
            Accelerator accelerator = provider.get();
            String problem = accelerator.problem();
            if (problem == null) {
                usable.add(accelerator);
            } else {
                miss(accelerator.name(), problem);
            }
        } catch (ServiceConfigurationError e) {
            miss(provider.type().getName(), String.valueOf(e.getMessage()));
        }
    }

    private void miss(String name, String problem) {
        missing.add(name + ": " + problem);
        LOG.log(System.Logger.Level.INFO, "Accelerator {0} is not used: {1}", name, problem);
    }

    /** Those that can be used here; the portable one is always among them. */
    public List<Accelerator> usable() {
        return List.copyOf(usable);
    }

    /** The names of those that cannot, each with its reason. */
    public List<String> missing() {
        return List.copyOf(missing);
    }

    /** The usable one of a name; null: there is none. */
    public @Nullable Accelerator named(String name) {
        return usable.stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElse(null);
    }
}
