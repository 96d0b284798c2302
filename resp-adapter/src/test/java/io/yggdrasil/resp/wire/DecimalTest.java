package io.yggdrasil.resp.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DecimalTest {
    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static String text(byte[] ascii) {
        return new String(ascii, StandardCharsets.US_ASCII);
    }

    private static boolean isLong(String text) {
        byte[] padded = ascii("7" + text + "7");
        return Decimal.isLong(padded, 1, text.length());
    }

    @Test
    void bytes_longs_readBackTheSame() {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 200_000; i++) {
            long value = random.nextLong() >> random.nextInt(64);
            byte[] written = Decimal.bytes(value);
            assertEquals(Long.toString(value), text(written), "seed=" + seed);
            assertTrue(Decimal.isLong(written, 0, written.length), "seed=" + seed);
            assertEquals(value, Decimal.parseLong(written, 0, written.length), "seed=" + seed);
        }
    }

    @Test
    void bytes_longsAtTheEdges_areRight() {
        long power = 1;
        for (int i = 0; i < 19; i++, power *= 10) {
            for (long value : new long[] {power - 1, power, power + 1, -power, 1 - power, -1 - power}) {
                assertEquals(Long.toString(value), text(Decimal.bytes(value)));
            }
        }
        assertEquals("9223372036854775807", text(Decimal.bytes(Long.MAX_VALUE)));
        assertEquals("-9223372036854775808", text(Decimal.bytes(Long.MIN_VALUE)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "1",
                "-1",
                "10",
                "1234567890123456789",
                "9223372036854775807",
                "-9223372036854775808",
            })
    void isLong_canonical_accepts(String text) {
        assertTrue(isLong(text));
        assertEquals(Long.parseLong(text), Decimal.parseLong(ascii(text), 0, text.length()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                "-0",
                "00",
                "01",
                "-01",
                "+1",
                " 1",
                "1 ",
                "1.0",
                "1e3",
                "0x1",
                "a",
                "--1",
                "9223372036854775808",
                "-9223372036854775809",
                "18446744073709551616",
                "99999999999999999999",
                "100000000000000000000",
            })
    void isLong_anythingElse_refuses(String text) {
        assertFalse(isLong(text));
    }

    /** Written by Redis 7.2.6's own conversion. */
    @ParameterizedTest
    @CsvSource({
        "0.0, 0",
        "-0.0, -0",
        "NaN, nan",
        "Infinity, inf",
        "-Infinity, -inf",
        "3.141, 3.141",
        "0.1, 0.1",
        "0.30000000000000004, 0.30000000000000004",
        "-1.5, -1.5",
        "100.0, 100",
        "-3.0, -3",
        "1.0000000000000005E15, 1000000000000000.5",
        "1.0E18, 1000000000000000000",
        "4.611686018427388E18, 4611686018427387904",
        "6.917529027641082E18, 6917529027641082000",
        "9.223372036854776E18, 9223372036854776000",
        "-9.223372036854776E18, -9223372036854776000",
        "1.0E19, 1e+19",
        "1.0E22, 1e+22",
        "1.0E23, 99999999999999990000000",
        "1.23456789E20, 1.23456789e+20",
        "1.0E100, 1e+100",
        "1.7976931348623157E308, 1.7976931348623157e+308",
        "4.9E-324, 5e-324",
        "2.2250738585072014E-308, 2.2250738585072014e-308",
        "0.001, 0.001",
        "1.0E-4, 0.0001",
        "1.0E-6, 0.000001",
        "1.0E-7, 1e-7",
        "1.5E-7, 1.5e-7",
        "1.2345E-4, 1.2345e-4",
        "-1.2345E-10, -1.2345e-10",
        "0.0012345678901234567, 0.0012345678901234567",
        "0.3333333333333333, 0.3333333333333333",
        "333333.3333333333, 3.333333333333333e+5",
        "2.99792458125E8, 299792458.125",
        // Longer than need be, as Redis writes them.
        "0.004063834024551793, 0.0040638340245517934",
        "0.1425582636528996, 0.14255826365289959",
        "0.402968406136856, 0.40296840613685603",
    })
    void bytes_doubles_areWhatRedisWrites(double value, String expected) {
        assertEquals(expected, text(Decimal.bytes(value)));
    }

    @Test
    void bytes_randomDoubles_readBackTheSame() {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        byte[] out = new byte[Decimal.REAL_CHARS_MAX + 1];
        for (int i = 0; i < 300_000; i++) {
            double value = switch (i % 4) {
                case 0 -> Double.longBitsToDouble(random.nextLong());
                case 1 -> random.nextDouble() * 1000 - 500;
                case 2 -> random.nextInt(1_000_000) / Math.pow(10, random.nextInt(12));
                default -> Math.scalb(1.0, random.nextInt(2098) - 1074);
            };
            int end = Decimal.write(out, 1, value);
            String written = new String(out, 1, end - 1, StandardCharsets.US_ASCII);
            if (Double.isNaN(value)) {
                assertEquals("nan", written);
            } else {
                assertEquals(value, Double.parseDouble(written), "seed=" + seed + " text=" + written);
                assertTrue(written.length() <= 26, "seed=" + seed + " text=" + written);
            }
        }
    }
}
