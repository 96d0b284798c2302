package io.yggdrasil.accel.simd;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * Loops of vectors that are compiled alone: called through a handle in a field that is not final, which the JVM's compiler cannot
 * look through.
 *
 * <p>Why: such a loop is fast only if all of it gets into one piece of code, and the compiler ends that piece at a number of nodes.
 * A loop alone stays below. Among its callers, which ones depends on what ran before, it may not, and then each vector becomes an
 * object: reconstruction of one slice of (6,3) took 164 us for slices of 64 KB in a JVM that had encoded before, 25 to 46 since.
 */
final class Outlined {
    private Outlined() {}

    /** A static method of the caller's class. */
    static MethodHandle find(MethodHandles.Lookup caller, String name, Class<?> returned, Class<?>... arguments) {
        try {
            return caller.findStatic(caller.lookupClass(), name, MethodType.methodType(returned, arguments));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("name=" + name, e);
        }
    }

    /** What to throw for what a handle threw, if it is not thrown here. */
    static IllegalStateException failure(Throwable e) {
        if (e instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        if (e instanceof Error error) {
            throw error;
        }
        return new IllegalStateException(e);
    }
}
