package io.yggdrasil.tier.region;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/**
 * The devices that tests may write to. Nobody else's data must be on them, so they are named by who runs the tests ({@code
 * .ci/devices} does): nothing is taken because it is there.
 */
final class TestDevices {
    /** A folder on a DAX file system. */
    static final String FSDAX = "YGGDRASIL_TEST_FSDAX";

    /** A devdax device, as /dev/dax0.0. Its content is overwritten. */
    static final String DEVDAX = "YGGDRASIL_TEST_DEVDAX";

    private TestDevices() {}

    /** The path that a variable names; skips the test where it is not set. */
    static Path path(String variable) {
        String value = System.getenv(variable);
        assumeTrue(value != null && !value.isEmpty(), variable + " names no device for tests");
        return Path.of(value);
    }

    static void assumeLinux() {
        if (!SystemCalls.areSupported()) {
            Assumptions.abort("Linux on x86-64 or AArch64 only");
        }
    }
}
