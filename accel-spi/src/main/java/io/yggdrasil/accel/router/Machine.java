package io.yggdrasil.accel.router;

import io.yggdrasil.accel.Accelerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What measured costs depend on. */
final class Machine {
    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

    /** Keys of lines that tell a processor from another, on x86 and on ARM. */
    private static final Set<String> KEYS = Set.of("model name", "CPU implementer", "CPU part", "CPU variant");

    private Machine() {}

    /** The machine, the JVM and the accelerators, as one line. */
    static String description(List<Accelerator> accelerators) {
        String kernels = accelerators.stream()
                .map(one -> (one.name() + " " + one.version()).strip())
                .sorted()
                .collect(Collectors.joining(", "));
        String line = processor() + ", " + Runtime.getRuntime().availableProcessors() + " processors, "
                + System.getProperty("java.vm.name") + " " + Runtime.version() + ", " + kernels;
        return line.replaceAll("\\s+", " ");
    }

    private static String processor() {
        try {
            String named = Files.readAllLines(PROCESSORS).stream()
                    .map(line -> line.split(":", 2))
                    .filter(line -> line.length == 2 && KEYS.contains(line[0].strip()))
                    .map(line -> line[1].strip())
                    .distinct()
                    .collect(Collectors.joining(" "));
            return named.isEmpty() ? System.getProperty("os.arch") : named;
        } catch (IOException e) {
            return System.getProperty("os.name") + " " + System.getProperty("os.arch");
        }
    }
}
