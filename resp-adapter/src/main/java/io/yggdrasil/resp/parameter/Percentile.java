package io.yggdrasil.resp.parameter;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** A percentile as Redis writes it: at most six digits behind the point, no zeros at the end. */
public final class Percentile {
    private Percentile() {}

    /** The percentile as text. */
    public static String text(double value) {
        BigDecimal rounded = new BigDecimal(value).setScale(6, RoundingMode.HALF_EVEN);
        return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
    }
}
