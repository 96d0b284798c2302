package io.yggdrasil.resp.script;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;

/** Numbers as C writes them. */
final class LuaNumbers {
    private static final int DIGITS = 14;

    private LuaNumbers() {}

    /** A number as Lua makes a string of it. */
    static byte[] text(double value) {
        String text;
        if (Double.isNaN(value)) {
            text = Double.doubleToRawLongBits(value) < 0 ? "-nan" : "nan";
        } else if (Double.isInfinite(value)) {
            text = value > 0 ? "inf" : "-inf";
        } else {
            text = general(value, DIGITS);
        }
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** A finite number as by C's {@code %.<precision>g}. */
    static String general(double value, int precision) {
        if (value == Math.rint(value) && Math.abs(value) < Math.min(1e15, Math.pow(10, precision))) {
            return value == 0 && 1 / value < 0 ? "-0" : Long.toString((long) value);
        }
        BigDecimal rounded = new BigDecimal(value)
                .round(new MathContext(precision, RoundingMode.HALF_EVEN))
                .stripTrailingZeros();
        int exponent = rounded.precision() - rounded.scale() - 1;
        if (exponent >= -4 && exponent < precision) {
            return rounded.toPlainString();
        }
        String digits = rounded.unscaledValue().abs().toString();
        String fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
        return (value < 0 ? "-" : "")
                + digits.charAt(0)
                + fraction
                + (exponent < 0 ? "e-" : "e+")
                + (Math.abs(exponent) < 10 ? "0" : "")
                + Math.abs(exponent);
    }
}
