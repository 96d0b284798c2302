package io.yggdrasil.accel.router;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.yggdrasil.accel.checksum.Checksum;
import io.yggdrasil.accel.checksum.ChecksumKind;
import io.yggdrasil.accel.erasure.CodeShape;
import io.yggdrasil.accel.erasure.ErasureCodec;
import io.yggdrasil.accel.portable.PortableAccelerator;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FailingAcceleratorTest {
    private static final Runnable BROKEN = () -> {
        throw new IllegalStateException("broken");
    };

    private final RouterFixture fixture = new RouterFixture();
    private final FakeAccelerator fake = fixture.fake("fake");
    private final OffloadRouter router = fixture.router(fake);
    private final Checksum checksum = router.checksum(ChecksumKind.CRC32C);

    private boolean isResting() {
        return RouterFixture.offer(router, "crc32c", "fake").isResting();
    }

    /** How many calls of {@code count} the fake has been given, all of which must be right. */
    private int callsOf(int count) {
        int before = fake.calls();
        for (int i = 0; i < count; i++) {
            assertTrue(fixture.isRight(checksum, 100));
        }
        return fake.calls() - before;
    }

    @Test
    void failure_restsAndIsTriedWithOneCall_longerEachTime_untilItWorks() {
        assertEquals(10, callsOf(10));
        fake.does(BROKEN);
        assertEquals(1, callsOf(10), "the call that failed");
        assertTrue(isResting());
        fixture.clock.addAndGet(Breaker.FIRST_NANOS);
        assertEquals(1, callsOf(10), "the trial");
        fixture.clock.addAndGet(Breaker.FIRST_NANOS);
        assertEquals(0, callsOf(10), "twice as long now");
        fixture.clock.addAndGet(Breaker.FIRST_NANOS);
        fake.does(() -> {});
        assertEquals(10, callsOf(10), "the trial, and all that follow");
        assertFalse(isResting());
    }

    @Test
    void linkageError_isAFailureToo() {
        fake.does(() -> {
            throw new UnsatisfiedLinkError("gone");
        });
        assertEquals(1, callsOf(5));
        assertTrue(isResting());
    }

    @Test
    void failureInACallThatIsTimedOrVerified_isMended() {
        fake.does(BROKEN);
        fixture.dice.set(RouterFixture.TIMED);
        assertEquals(1, callsOf(5));
        fixture.clock.addAndGet(Breaker.FIRST_NANOS);
        fixture.dice.set(RouterFixture.VERIFIED);
        assertEquals(1, callsOf(5));
    }

    @Test
    void trialWithAWrongResult_barsForGood() {
        fake.does(BROKEN);
        callsOf(1);
        fake.does(() -> {}).lies(bytes -> true);
        fixture.clock.addAndGet(Breaker.FIRST_NANOS);
        assertEquals(1, callsOf(5));
        assertTrue(router.report().quarantined().containsKey("fake"));
    }

    @Test
    void anyError_isAFailureToo_alsoInATrial() {
        for (Error error :
                List.of(new OutOfMemoryError("test"), new StackOverflowError(), new AssertionError("test"))) {
            fake.does(() -> {
                throw error;
            });
            assertEquals(1, callsOf(5), error::toString);
            fixture.clock.addAndGet(Breaker.FIRST_NANOS);
            assertEquals(1, callsOf(5), "the trial");
            fake.does(() -> {});
            fixture.clock.addAndGet(2 * Breaker.FIRST_NANOS);
            assertEquals(5, callsOf(5), "the next trial, and all that follow");
        }
    }

    @Test
    void partlyWritten_isWrittenAnew() {
        CodeShape shape = new CodeShape(4, 2);
        ErasureCodec codec = router.erasureCodec(shape);
        fake.does(BROKEN);
        ByteBuffer[] all = new ByteBuffer[6];
        for (int i = 0; i < all.length; i++) {
            all[i] = fixture.bytes(777);
        }
        codec.encode(new ByteBuffer[] {all[0], all[1], all[2], all[3]}, new ByteBuffer[] {all[4], all[5]});
        assertTrue(new PortableAccelerator().erasureCodec(shape).verify(all));
        assertTrue(RouterFixture.offer(router, "encode (4,2)", "fake").isResting());
        assertFalse(isResting(), "another operation");
    }

    @Test
    void wrongArguments_areTheCallersFault() {
        ErasureCodec codec = router.erasureCodec(new CodeShape(2, 1));
        ByteBuffer[] data = {fixture.bytes(10), fixture.bytes(11)};
        ByteBuffer[] parity = {fixture.bytes(10)};
        for (int draw : new int[] {RouterFixture.PLAIN, RouterFixture.TIMED, RouterFixture.VERIFIED}) {
            fixture.dice.set(draw);
            assertThrows(IllegalArgumentException.class, () -> codec.encode(data, parity));
            assertThrows(IllegalArgumentException.class, () -> codec.encode(new ByteBuffer[0], parity));
            assertThrows(IllegalArgumentException.class, () -> codec.reconstruct(data, 0, 1));
            assertThrows(NullPointerException.class, () -> checksum.of(null));
        }
        router.report()
                .operations()
                .forEach(one -> one.offers().forEach(offer -> assertFalse(offer.isResting(), one.name())));
    }

    @Test
    void rightArgumentsCalledWrong_areTheAcceleratorsFault() {
        fake.does(() -> {
            throw new IllegalArgumentException("not to my liking");
        });
        assertEquals(1, callsOf(5));
        assertTrue(isResting());
    }

    @Test
    void failureWithKnownData_isNotUsed() {
        FakeAccelerator other = fixture.fake("other").does(BROKEN);
        OffloadRouter second = fixture.router(other, fake);
        Checksum routed = second.checksum(ChecksumKind.XXH3);
        int calls = other.calls();
        routed.of(fixture.bytes(100));
        assertEquals(calls, other.calls());
        assertEquals("fake", RouterFixture.route(second, "xxh3", 100));
    }
}
