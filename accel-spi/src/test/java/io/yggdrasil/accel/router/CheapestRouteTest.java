package io.yggdrasil.accel.router;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.yggdrasil.accel.checksum.Checksum;
import io.yggdrasil.accel.checksum.ChecksumKind;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

final class CheapestRouteTest {
    private final RouterFixture fixture = new RouterFixture();

    /** Who was given a call of a size. */
    private String calledFor(Checksum checksum, int bytes, FakeAccelerator... all) {
        int[] before = new int[all.length];
        for (int i = 0; i < all.length; i++) {
            before[i] = all[i].calls();
        }
        assertTrue(fixture.isRight(checksum, bytes));
        StringBuilder called = new StringBuilder();
        for (int i = 0; i < all.length; i++) {
            called.append(all[i].calls() > before[i] ? all[i].name() : "");
        }
        return called.toString();
    }

    @Test
    void costs_areThoseThatWereMeasured() {
        FakeAccelerator fake = fixture.fake("fake").takes(2_000, 0.5);
        OffloadRouter router = fixture.router(fake);
        router.checksum(ChecksumKind.CRC32C);
        RouterReport.Offer offer = RouterFixture.offer(router, "crc32c", "fake");
        assertEquals(2_000, offer.fixedNanos(), 1);
        assertEquals(0.5, offer.nanosPerByte(), 0.001);
        assertEquals(2_032, offer.nanosByBytes().get(64), 0.001);
    }

    @Test
    void sizes_goWhereTheyAreCheapest() {
        FakeAccelerator library = fixture.fake("library").takes(3_000, 0.25);
        FakeAccelerator device = fixture.fake("device").takes(40_000, 0.01);
        FakeAccelerator slow = fixture.fake("slow").takes(50_000, 2);
        OffloadRouter router = fixture.router(library, device, slow);
        Checksum checksum = router.checksum(ChecksumKind.CRC32C);
        FakeAccelerator[] all = {fixture.portable, library, device, slow};
        assertEquals("portable", calledFor(checksum, 0, all));
        assertEquals("portable", calledFor(checksum, 1_000, all));
        assertEquals("library", calledFor(checksum, 5_000, all), "from 2,667 bytes");
        assertEquals("library", calledFor(checksum, 100_000, all));
        assertEquals("device", calledFor(checksum, 300_000, all), "from 154,167 bytes");
        assertEquals("device", calledFor(checksum, 50_000_000, all));
    }

    @Test
    void slowerThanBefore_losesItsCalls_andGetsThemBackWhenItIsFastAgain() {
        FakeAccelerator fake = fixture.fake("fake");
        OffloadRouter router = fixture.router(fake);
        Checksum checksum = router.checksum(ChecksumKind.CRC32C);
        assertEquals("fake", calledFor(checksum, 100, fake, fixture.portable));
        fake.takes(100_000, 0.1);
        fixture.dice.set(RouterFixture.TIMED);
        for (int i = 0; i < 40; i++) {
            assertTrue(fixture.isRight(checksum, 100));
        }
        assertEquals("portable", calledFor(checksum, 100, fake, fixture.portable));
        assertEquals("fake", RouterFixture.route(router, "crc32c", 100_000), "nobody has seen that it is slow there");
        fake.takes(100, 0.1);
        fixture.dice.set(RouterFixture.ELSEWHERE);
        for (int i = 0; i < 40; i++) {
            assertTrue(fixture.isRight(checksum, 100));
        }
        fixture.dice.set(RouterFixture.PLAIN);
        assertEquals("fake", calledFor(checksum, 100, fake, fixture.portable));
    }

    @Test
    void oneSlowCall_changesNothing() {
        FakeAccelerator fake = fixture.fake("fake");
        OffloadRouter router = fixture.router(fake);
        Checksum checksum = router.checksum(ChecksumKind.CRC32C);
        fake.takes(1e9, 0);
        fixture.dice.set(RouterFixture.TIMED);
        checksum.of(fixture.bytes(100));
        assertEquals("fake", RouterFixture.route(router, "crc32c", 100));
    }

    @Test
    void busyDevice_isAvoidedWhenWaitingWouldTakeLonger() throws Exception {
        FakeAccelerator device = fixture.fake("device").takes(10_000, 0).worksAtOnceOn(1);
        FakeAccelerator other = fixture.fake("other").takes(15_000, 0);
        fixture.portable.takes(100_000, 1);
        OffloadRouter router = fixture.router(device, other);
        Checksum checksum = router.checksum(ChecksumKind.CRC32C);
        assertEquals("device", calledFor(checksum, 100, device, other));
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        device.does(() -> {
            entered.countDown();
            await(leave);
        });
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            Future<Boolean> held = thread.submit(() -> fixture.isRight(checksum, 100));
            await(entered);
            device.does(() -> {});
            assertEquals("other", calledFor(checksum, 100, device, other), "2 * 10 us against 15");
            other.takes(30_000, 0);
            fixture.dice.set(RouterFixture.TIMED);
            for (int i = 0; i < 40; i++) {
                assertTrue(fixture.isRight(checksum, 100));
            }
            assertEquals("device", calledFor(checksum, 100, device, other), "2 * 10 us against 30");
            leave.countDown();
            assertTrue(held.get());
        } finally {
            leave.countDown();
            thread.shutdownNow();
        }
        assertEquals("device", calledFor(checksum, 100, device, other));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
