package io.yggdrasil.resp.command.server;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What the operating system says of this process; /proc where there is one, a bean's answer elsewhere. */
final class ProcessFacts {
    private static final Path STAT = Path.of("/proc/self/stat");
    private static final Path STATM = Path.of("/proc/self/statm");
    private static final int PAGE_BYTES = 4096;
    private static final int TICKS_A_SECOND = 100;
    private static final int USER_TICKS = 11;

    private ProcessFacts() {}

    /** Memory of the process that is in RAM. */
    static long residentBytes() {
        String text = read(STATM);
        return text == null
                ? ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getCommitted()
                : Long.parseLong(text.split(" ")[1]) * PAGE_BYTES;
    }

    /** INFO cpu. */
    static void writeCpu(InfoLines lines) {
        double user = 0;
        double system = 0;
        double childUser = 0;
        double childSystem = 0;
        String text = read(STAT);
        if (text != null) {
            String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" ");
            user = seconds(fields[USER_TICKS]);
            system = seconds(fields[USER_TICKS + 1]);
            childUser = seconds(fields[USER_TICKS + 2]);
            childSystem = seconds(fields[USER_TICKS + 3]);
        } else if (ManagementFactory.getOperatingSystemMXBean()
                instanceof com.sun.management.OperatingSystemMXBean bean) {
            user = bean.getProcessCpuTime() / 1e9;
        }
        lines.add("used_cpu_sys", InfoLines.fixed(system, 6))
                .add("used_cpu_user", InfoLines.fixed(user, 6))
                .add("used_cpu_sys_children", InfoLines.fixed(childSystem, 6))
                .add("used_cpu_user_children", InfoLines.fixed(childUser, 6));
    }

    private static double seconds(String ticks) {
        return Double.parseDouble(ticks) / TICKS_A_SECOND;
    }

    private static @Nullable String read(Path path) {
        try {
            return Files.readString(path);
        } catch (IOException e) {
            return null; // Not Linux.
        }
    }
}
