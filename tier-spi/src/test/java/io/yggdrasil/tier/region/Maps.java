package io.yggdrasil.tier.region;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What the system says of this process's memory. */
final class Maps {
    private Maps() {}

    /** Whether an address is mapped. */
    static boolean contain(long address) {
        return lines("/proc/self/maps").stream().anyMatch(line -> {
            String[] range = line.substring(0, line.indexOf(' ')).split("-");
            return Long.compareUnsigned(Long.parseUnsignedLong(range[0], 16), address) <= 0
                    && Long.compareUnsigned(Long.parseUnsignedLong(range[1], 16), address) > 0;
        });
    }

    /** The words after the address in the line of the mapping that starts there: its policy and its pages on each node. */
    static List<String> placement(long address) {
        assumeTrue(Files.exists(Path.of("/proc/self/numa_maps")), "this kernel does not tell where pages are");
        String start = Long.toHexString(address) + " ";
        return lines("/proc/self/numa_maps").stream()
                .filter(line -> line.startsWith(start))
                .findFirst()
                .map(line -> List.of(line.substring(start.length()).split(" ")))
                .orElseThrow(() -> new AssertionError("no mapping starts at " + start));
    }

    /** How many pages of a placement are on a node. */
    static long pagesOn(List<String> placement, int node) {
        String prefix = "N" + node + "=";
        return placement.stream()
                .filter(word -> word.startsWith(prefix))
                .mapToLong(word -> Long.parseLong(word.substring(prefix.length())))
                .sum();
    }

    private static List<String> lines(String file) {
        try {
            return Files.readAllLines(Path.of(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
