package io.yggdrasil.accel.router;

import io.yggdrasil.accel.vector.ElementType;
import io.yggdrasil.accel.vector.VectorKernel;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** How far two kernels' scores may be apart, each of which is as exact as {@link VectorKernel} says. */
final class ScoreTolerance {
    /** What is rounded on the way of the check itself. */
    private static final double SLACK = 1.01;

    /** In the place of infinity: the next number were there more floats. */
    private static final double BEYOND = 0x1p128;

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
        double most = 2 * Math.ulp(right) + bound(a, b, right) * SLACK;
        return Math.abs(finite(given) - finite(right)) <= most
                ? null
                : "a score was " + given + ", right is " + right + " within " + most;
    }

    private static double finite(float score) {
        return Math.max(-BEYOND, Math.min(BEYOND, score));
    }

    /** Twice the bound of one. */
    private double bound(ByteBuffer a, ByteBuffer b, float right) {
        if (portable.type() == ElementType.INT8) {
            return 0;
        }
        double error =
                VectorKernel.relativeError(a.remaining() / portable.type().bytes());
        return switch (portable.measure()) {
            case DOT -> 2 * error * Math.sqrt((double) portable.score(a, a) * portable.score(b, b));
            case SQUARED_L2 -> 2 * error * Math.abs(right);
            case COSINE -> 4 * error;
        };
    }
}
