package io.yggdrasil.accel.router;

import io.yggdrasil.accel.vector.ElementType;
import io.yggdrasil.accel.vector.Measure;
import io.yggdrasil.accel.vector.VectorKernel;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * How far two kernels' scores may be apart, each of which is as exact as {@link VectorKernel} says. What is compared with is reckoned
 * in doubles: squares of floats may be beyond the floats where their scores are not.
 */
final class ScoreTolerance {
    /** What is rounded on the way of the check itself. */
    private static final double SLACK = 1.01;

    private final VectorKernel portable;

    ScoreTolerance(VectorKernel portable) {
        this.portable = portable;
    }

    /** How a score differs from portable Java's; null: no more than it may. */
    @Nullable
    String difference(ByteBuffer a, ByteBuffer b, float given, float right) {
        if (Float.compare(given, right) == 0) {
            return null;
        }
        Range range = range(a, b, right);
        return given >= range.least() && given <= range.most()
                ? null
                : "a score was " + given + ", right is " + right + ", or from " + range.least() + " to " + range.most();
    }

    /** Scores that may be; the nearest floats, as a kernel rounds in the end. None of NaNs. */
    private record Range(float least, float most) {
        static Range around(double value, double error) {
            return new Range((float) (value - error), (float) (value + error));
        }
    }

    private Range range(ByteBuffer a, ByteBuffer b, float right) {
        int dimensions = a.remaining() / portable.type().bytes();
        double error = VectorKernel.relativeError(dimensions) * SLACK;
        if (portable.type() == ElementType.INT8) {
            return Range.around(right, 2 * Math.ulp(right));
        }
        if (portable.measure() == Measure.COSINE) {
            return Range.around(right, 4 * error);
        }
        if (portable.type() == ElementType.F32) {
            return exact(a, b, dimensions, error);
        }
        // Of half floats no score leaves the floats.
        double scale = portable.measure() == Measure.SQUARED_L2
                ? right
                : Math.sqrt((double) portable.score(a, a) * portable.score(b, b));
        return Range.around(right, 2 * error * scale + Math.ulp(right));
    }

    private Range exact(ByteBuffer a, ByteBuffer b, int dimensions, double error) {
        ByteBuffer left = a.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer right = b.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        double sum = 0;
        double magnitudes = 0;
        for (int i = 0; i < dimensions; i++) {
            double one = left.getFloat(a.position() + i * Float.BYTES);
            double other = right.getFloat(b.position() + i * Float.BYTES);
            double term = portable.measure() == Measure.DOT ? one * other : (one - other) * (one - other);
            sum += term;
            magnitudes += Math.abs(term);
        }
        return Range.around(sum, error * magnitudes);
    }
}
