package io.yggdrasil.accel.router;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.yggdrasil.accel.Accelerator;
import io.yggdrasil.accel.Accelerators;
import io.yggdrasil.accel.checksum.Checksum;
import io.yggdrasil.accel.checksum.ChecksumKind;
import io.yggdrasil.accel.cipher.Cipher;
import io.yggdrasil.accel.erasure.CodeShape;
import io.yggdrasil.accel.erasure.ErasureCodec;
import io.yggdrasil.accel.portable.PortableAccelerator;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ChoiceTest {
    private final RouterFixture fixture = new RouterFixture();
    private final Accelerators found =
            Accelerators.of(new PortableAccelerator(), fixture.fake("one"), fixture.fake("two"), new Missing());

    /** One that this machine has not. */
    private static final class Missing implements Accelerator {
        @Override
        public String name() {
            return "missing";
        }

        @Override
        public String problem() {
            return "libmissing.so is not there";
        }

        @Override
        public @Nullable ErasureCodec erasureCodec(CodeShape shape) {
            throw new AssertionError();
        }

        @Override
        public @Nullable Checksum checksum(ChecksumKind kind) {
            throw new AssertionError();
        }

        @Override
        public @Nullable Cipher cipher() {
            throw new AssertionError();
        }
    }

    private List<String> chosen(Set<String> use, Set<String> forbid) {
        RouterConfiguration configuration = new RouterConfiguration(use, forbid, 1, null, false, Duration.ZERO);
        return Choice.of(found, configuration).stream().map(Accelerator::name).toList();
    }

    private void assertError(String message, Set<String> use, Set<String> forbid) {
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, () -> chosen(use, forbid))
                        .getMessage());
    }

    @Test
    void names_chooseThose() {
        assertEquals(List.of("portable", "one", "two"), chosen(Set.of(), Set.of()));
        assertEquals(List.of("two"), chosen(Set.of("two"), Set.of()));
        assertEquals(List.of("portable", "two"), chosen(Set.of(), Set.of("one", "missing")));
    }

    @Test
    void wrongNames_areToldWithTheirReason() {
        assertError(
                "use=three: there is no such accelerator; there are [portable, one, two, missing]",
                Set.of("three"),
                Set.of());
        assertError(
                "forbid=three: there is no such accelerator; there are [portable, one, two, missing]",
                Set.of(),
                Set.of("three"));
        assertError("use=missing: libmissing.so is not there", Set.of("missing"), Set.of());
        assertError("use=one: it is forbidden as well", Set.of("one"), Set.of("one"));
        assertError("forbid=portable: it is what all others are compared with", Set.of(), Set.of("portable"));
    }
}
