package io.yggdrasil.tier.region;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The files in which Linux describes the machine ({@code /sys}, {@code /proc}), below a root that tests may choose. What is
 * not there or cannot be read is as absent: descriptions change while they are read.
 *
 * @param root the folder in which sys and proc are
 */
record SystemTree(Path root) {
    static final SystemTree REAL = new SystemTree(Path.of("/"));

    static final String DAX_DEVICES = "sys/bus/dax/devices";
    static final String NODES = "sys/devices/system/node";
    static final String HUGE_PAGES = "sys/kernel/mm/hugepages";
    static final String TRANSPARENT_HUGE_PAGES = "sys/kernel/mm/transparent_hugepage/enabled";
    static final String MOUNTS = "proc/mounts";
    static final String MEMORY = "proc/meminfo";

    Path path(String relative) {
        return root.resolve(relative);
    }

    boolean exists(String relative) {
        return Files.exists(path(relative));
    }

    /** A file's text without the white space around it; null for none. */
    @Nullable
    String text(String relative) {
        try {
            return Files.readString(path(relative)).strip();
        } catch (IOException e) {
            return null;
        }
    }

    List<String> lines(String relative) {
        String text = text(relative);
        return text == null ? List.of() : text.lines().toList();
    }

    /** A file's number; the fallback where there is none. */
    long number(String relative, long fallback) {
        String text = text(relative);
        try {
            return text == null ? fallback : Long.decode(text);
        } catch (NumberFormatException e) {
            return fallback;
        }
    }

    /** The names in a folder, sorted. */
    List<String> names(String relative) {
        try (Stream<Path> files = Files.list(path(relative))) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .sorted()
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            return List.of();
        }
    }

    /** Where a link leads in the end; null where there is none. */
    @Nullable
    Path target(String relative) {
        try {
            return path(relative).toRealPath();
        } catch (IOException e) {
            return null;
        }
    }
}
