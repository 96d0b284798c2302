package io.yggdrasil.tier.region;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/** The region files that this process has open, as its operator finds them: by /proc. */
final class OpenFiles {
    private OpenFiles() {}

    /** Cuts all of them in a folder to a length. */
    static void cut(Path folder, long bytes) throws IOException {
        List<Path> found;
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            found = descriptors.filter(path -> isRegionIn(folder, path)).toList();
        }
        if (found.isEmpty()) {
            throw new AssertionError("no region has a file in " + folder);
        }
        for (Path path : found) {
            try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
                channel.truncate(bytes);
            }
        }
    }

    private static boolean isRegionIn(Path folder, Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().startsWith(folder + "/.yggdrasil-region-");
        } catch (IOException e) {
            return false; // Closed meanwhile.
        }
    }
}
