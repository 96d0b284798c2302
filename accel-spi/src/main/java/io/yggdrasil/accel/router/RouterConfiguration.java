package io.yggdrasil.accel.router;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a router may use, and how much it looks after that.
 *
 * @param use names of the accelerators to use, each of which must be usable then; empty: all that are
 * @param forbid names of those that are not to be used
 * @param verifyEvery of so many calls that are not portable Java's one is verified, 1 or more; 0: none
 * @param profileFile where measured costs are kept for the next start; null: nowhere
 * @param fresh whether to measure anew what the file has
 * @param measuring how long a thread works at most to measure an accelerator for an operation, where the file has nothing
 */
public record RouterConfiguration(
        Set<String> use,
        Set<String> forbid,
        int verifyEvery,
        @Nullable Path profileFile,
        boolean fresh,
        Duration measuring) {
    /** All accelerators, one of 4,096 calls verified, a file in the user's home, 200 ms of measuring. */
    public static final RouterConfiguration DEFAULT = new RouterConfiguration(
            Set.of(),
            Set.of(),
            4_096,
            Path.of(System.getProperty("user.home"), ".cache", "yggdrasil", "accelerators"),
            false,
            Duration.ofMillis(200));

    /** Checks the numbers. */
    public RouterConfiguration {
        if (verifyEvery < 0 || measuring.isNegative()) {
            throw new IllegalArgumentException("verifyEvery=" + verifyEvery + " measuring=" + measuring);
        }
        use = Set.copyOf(use);
        forbid = Set.copyOf(forbid);
    }

    /** The same with another time for measuring. */
    public RouterConfiguration withMeasuring(Duration time) {
        return new RouterConfiguration(use, forbid, verifyEvery, profileFile, fresh, time);
    }

    /** The same, which measures anew what the file has. */
    public RouterConfiguration afresh() {
        return new RouterConfiguration(use, forbid, verifyEvery, profileFile, true, measuring);
    }
}
