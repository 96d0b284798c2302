package io.yggdrasil.accel.router;

import io.yggdrasil.accel.checksum.Checksum;
import io.yggdrasil.accel.checksum.ChecksumKind;
import io.yggdrasil.accel.portable.PortableAccelerator;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A router whose time and chance a test decides, with portable Java that takes 1 us and 1 ns for each byte. */
final class RouterFixture {
    /** A draw by which a call is neither timed nor verified. */
    static final int PLAIN = 1;

    /** One by which it is timed only. */
    static final int TIMED = 256 * 3;

    /** One by which it goes to another candidate than the best. */
    static final int ELSEWHERE = 256;

    /** One by which it is verified. */
    static final int VERIFIED = 1_000;

    final AtomicLong clock = new AtomicLong();
    final AtomicInteger dice = new AtomicInteger(PLAIN);
    final FakeAccelerator portable = new FakeAccelerator("portable", clock).takes(1_000, 1);
    private final Checksum truth = new PortableAccelerator().checksum(ChecksumKind.CRC32C);
    private final Random random = new Random(1);

    FakeAccelerator fake(String name) {
        return new FakeAccelerator(name, clock).takes(100, 0.1);
    }

    OffloadRouter router(FakeAccelerator... all) {
        return router(VERIFIED, null, all);
    }

    OffloadRouter router(int verifyEvery, @Nullable Path file, FakeAccelerator... all) {
        RouterConfiguration configuration =
                new RouterConfiguration(Set.of(), Set.of(), verifyEvery, file, false, Duration.ofMillis(1));
        Sampling sampling = new Sampling(clock::get, clock::get, dice::get, verifyEvery);
        return new OffloadRouter(portable, List.of(all), configuration, sampling, Runnable::run);
    }

    ByteBuffer bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return ByteBuffer.wrap(bytes);
    }

    /** Whether a checksum of so many bytes is right. */
    boolean isRight(Checksum checksum, int count) {
        ByteBuffer bytes = bytes(count);
        return checksum.of(bytes) == truth.of(bytes);
    }

    /** Who does calls of a size. */
    static String route(OffloadRouter router, String operation, long bytes) {
        String last = "";
        for (RouterReport.Step step : operation(router, operation).routes()) {
            if (step.fromBytes() <= bytes) {
                last = step.accelerator();
            }
        }
        return last;
    }

    static RouterReport.Operation operation(OffloadRouter router, String name) {
        return router.report().operations().stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    static RouterReport.Offer offer(OffloadRouter router, String operation, String accelerator) {
        return operation(router, operation).offers().stream()
                .filter(one -> one.accelerator().equals(accelerator))
                .findFirst()
                .orElseThrow();
    }
}
