package io.yggdrasil.accel.router;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.yggdrasil.accel.Accelerators;
import io.yggdrasil.accel.erasure.CodeShape;
import io.yggdrasil.accel.erasure.ErasureCodec;
import io.yggdrasil.accel.portable.PortableAccelerator;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A router as the README shows it, on what this machine has. */
final class OffloadRouterTest {
    @TempDir
    private Path folder;

    @Test
    void start_codesBeforeAndAfterTrials_andCloseKeepsTheCosts() throws IOException {
        Path file = folder.resolve("profile");
        CodeShape shape = new CodeShape(6, 3);
        RouterConfiguration configuration =
                new RouterConfiguration(Set.of(), Set.of(), 1, file, false, Duration.ofMillis(1));
        try (OffloadRouter router = OffloadRouter.start(Accelerators.find(), configuration)) {
            ErasureCodec codec = router.erasureCodec(shape);
            assertSame(codec, router.erasureCodec(shape));
            assertCodes(codec);
            router.awaitTrials();
            assertCodes(codec);
            assertEquals(Map.of(), router.report().quarantined());
        }
        assertTrue(Files.readString(file).contains("\nreconstruct (6,3) | portable | 64="), Files.readString(file));
    }

    private static void assertCodes(ErasureCodec codec) {
        ByteBuffer[] all = Workload.buffers(9, 1_000, true, 1);
        codec.encode(Arrays.copyOf(all, 6), Arrays.copyOfRange(all, 6, 9));
        assertTrue(new PortableAccelerator().erasureCodec(codec.shape()).verify(all));
    }
}
