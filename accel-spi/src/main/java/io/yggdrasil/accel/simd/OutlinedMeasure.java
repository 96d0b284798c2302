package io.yggdrasil.accel.simd;

import io.yggdrasil.accel.vector.PairMeasure;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/** A measure whose loop is compiled alone, see {@link Outlined}. */
final class OutlinedMeasure implements PairMeasure {
    private static final MethodType TYPE =
            MethodType.methodType(double.class, byte[].class, int.class, byte[].class, int.class, int.class);

    private final MethodHandle loop;

    OutlinedMeasure(PairMeasure loop) {
        try {
            this.loop = MethodHandles.lookup()
                    .findVirtual(PairMeasure.class, "of", TYPE)
                    .bindTo(loop);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public double of(byte[] a, int aFrom, byte[] b, int bFrom, int dimensions) {
        try {
            return (double) loop.invokeExact(a, aFrom, b, bFrom, dimensions);
        } catch (Throwable e) {
            throw Outlined.failure(e);
        }
    }
}
