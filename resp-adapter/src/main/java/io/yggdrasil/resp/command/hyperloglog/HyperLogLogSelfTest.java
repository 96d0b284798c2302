package io.yggdrasil.resp.command.hyperloglog;

import static io.yggdrasil.resp.command.hyperloglog.HyperLogLogDescriptor.REGISTERS;
import static io.yggdrasil.resp.command.hyperloglog.HyperLogLogDescriptor.REGISTER_MAX;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * PFSELFTEST: registers hold what is written to them, both encodings count alike, and the error is what it should be.
 * A tenth of Redis's rounds, so that it takes a moment only.
 */
final class HyperLogLogSelfTest {
    private static final int REGISTER_ROUNDS = 20;
    private static final int ELEMENTS = 1_000_000;
    private static final double STANDARD_ERROR = 1.04 / Math.sqrt(REGISTERS);
    private static final int ERRORS_ALLOWED = 6;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final SplittableRandom random;
    private final int sparseBytesMax;

    HyperLogLogSelfTest(long seed, int sparseBytesMax) {
        this.random = new SplittableRandom(seed);
        this.sparseBytesMax = sparseBytesMax;
    }

    /** What is wrong, or null. */
    @Nullable
    String run() {
        String fault = null;
        for (int round = 0; round < REGISTER_ROUNDS && fault == null; round++) {
            fault = testRegisters();
        }
        return fault == null ? testCounts() : fault;
    }

    private @Nullable String testRegisters() {
        byte[] dense = new byte[HyperLogLogDescriptor.DENSE_BYTES];
        int[] expected = new int[REGISTERS];
        for (int i = 0; i < REGISTERS; i++) {
            expected[i] = random.nextInt(REGISTER_MAX + 1);
            HyperLogLogDescriptor.setRegister(dense, i, expected[i]);
        }
        for (int i = 0; i < REGISTERS; i++) {
            int actual = HyperLogLogDescriptor.register(dense, i);
            if (actual != expected[i]) {
                return "Register " + i + " should be " + expected[i] + " but is " + actual;
            }
        }
        return null;
    }

    private @Nullable String testCounts() {
        HyperLogLog dense = HyperLogLog.empty(sparseBytesMax);
        dense.toDense();
        HyperLogLog sparse = HyperLogLog.empty(sparseBytesMax);
        long seed = random.nextLong();
        byte[] element = new byte[Long.BYTES];
        int checkpoint = 1;
        for (int added = 1; added <= ELEMENTS; added++) {
            LONGS.set(element, 0, added ^ seed);
            dense.add(element, 0, element.length);
            sparse.add(element, 0, element.length);
            if (added == checkpoint) {
                String fault = check(checkpoint, dense, sparse);
                if (fault != null) {
                    return fault;
                }
                checkpoint *= 10;
            }
        }
        return null;
    }

    private @Nullable String check(int added, HyperLogLog dense, HyperLogLog sparse) {
        if (sparse.isDense() && added < sparseBytesMax / 2) {
            return "sparse encoding not used";
        }
        long count = dense.count();
        if (count != sparse.count()) {
            return "dense/sparse disagree";
        }
        long error = Math.abs(added - count);
        long errorMax = added == 10 ? 1 : (long) Math.ceil(STANDARD_ERROR * ERRORS_ALLOWED * added);
        return error > errorMax ? "Too big error. card:" + added + " abserr:" + error : null;
    }
}
