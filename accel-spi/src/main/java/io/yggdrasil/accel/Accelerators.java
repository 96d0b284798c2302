package io.yggdrasil.accel;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The accelerators of this machine. */
public final class Accelerators {
    private static final System.Logger LOG = System.getLogger(Accelerators.class.getName());

    private final List<Accelerator> usable = new ArrayList<>();
    private final Map<String, String> missing = new LinkedHashMap<>();

    private Accelerators() {}

    /** Tries all that the class path has. What cannot be used is logged with its reason, one line each. */
    public static Accelerators find() {
        Accelerators found = new Accelerators();
        ServiceLoader.load(Accelerator.class, Accelerators.class.getClassLoader()).stream()
                .forEach(found::tryOne);
        return found;
    }

    /** The names of all that the class path has; none is tried. */
    public static List<String> known() {
        return ServiceLoader.load(Accelerator.class, Accelerators.class.getClassLoader()).stream()
                .map(provider -> provider.get().name())
                .toList();
    }

    /** Tries some that are given. */
    public static Accelerators of(Accelerator... accelerators) {
        Accelerators found = new Accelerators();
        for (Accelerator accelerator : accelerators) {
            found.tryOne(accelerator);
        }
        return found;
    }

    private void tryOne(Accelerator accelerator) {
        String problem = problem(accelerator);
        if (problem == null) {
            usable.add(accelerator);
        } else {
            miss(accelerator.name(), problem);
        }
    }

    /** One that cannot even tell why it cannot be used does no harm to the others. */
    private static @Nullable String problem(Accelerator accelerator) {
        try {
            return accelerator.problem();
        } catch (RuntimeException | LinkageError e) {
            return e.toString();
        }
    }

    private void tryOne(ServiceLoader.Provider<Accelerator> provider) {
        try {
            tryOne(provider.get());
        } catch (ServiceConfigurationError | RuntimeException | LinkageError e) {
            miss(provider.type().getName(), e.toString());
        }
    }

    private void miss(String name, String problem) {
        missing.put(name, problem);
        LOG.log(System.Logger.Level.INFO, "Accelerator {0} is not used: {1}", name, problem);
    }

    /** Those that can be used here; of those that were found, the portable one is always among them. */
    public List<Accelerator> usable() {
        return List.copyOf(usable);
    }

    /** The names of those that cannot, each with its reason. */
    public List<String> missing() {
        return missing.entrySet().stream()
                .map(one -> one.getKey() + ": " + one.getValue())
                .toList();
    }

    /** The names of all, whether they can be used or not. */
    public List<String> names() {
        return Stream.concat(usable.stream().map(Accelerator::name), missing.keySet().stream())
                .toList();
    }

    /** Why the one of a name cannot be used; null: it can, or there is none. */
    public @Nullable String problem(String name) {
        return missing.get(name);
    }

    /** The usable one of a name; null: there is none. */
    public @Nullable Accelerator named(String name) {
        return usable.stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElse(null);
    }
}
