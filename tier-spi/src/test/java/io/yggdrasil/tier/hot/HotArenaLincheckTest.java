package io.yggdrasil.tier.hot;

import java.util.HashMap;
import java.util.Map;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Test;

/**
 * Puts, gets and invalidations are linearizable while the ring does not come round: they agree with a map in some order
 * that respects time.
 */
@Param(name = "key", gen = IntGen.class, conf = "1:3")
@Param(name = "value", gen = IntGen.class, conf = "1:9")
public class HotArenaLincheckTest {
    private final HotArena arena = new HotArena(HotArenaFixture.config(1, 4, 1 << 10, 1), HotAdmission.READ_SINCE);

    @Operation
    public void put(@Param(name = "key") int key, @Param(name = "value") int value) {
        byte[] bytes = {(byte) value};
        PutOutcome outcome;
        do {
            outcome = arena.put(key(key), bytes, 0, 1, 0, 0, 1);
        } while (outcome == PutOutcome.CONTENDED);
        if (outcome != PutOutcome.STORED) {
            throw new IllegalStateException(outcome.name());
        }
    }

    @Operation
    public int get(@Param(name = "key") int key) {
        ArraySink sink = new ArraySink();
        return arena.get(key(key), 0, 1, sink) == GetOutcome.HIT ? sink.array()[0] : -1;
    }

    @Operation
    public boolean invalidate(@Param(name = "key") int key) {
        return arena.invalidate(key(key));
    }

    /** There is but one bucket, and two of the keys have one hash. */
    private static HotKey key(int key) {
        byte[] bytes = key == 1 ? new byte[] {1} : CollidingKeys.key(key);
        return new HotKey().wrap(1, bytes, 0, bytes.length);
    }

    /** What the arena has to agree with. */
    public static final class Model {
        private final Map<Integer, Integer> entries = new HashMap<>();

        public void put(int key, int value) {
            entries.put(key, value);
        }

        public int get(int key) {
            return entries.getOrDefault(key, -1);
        }

        public boolean invalidate(int key) {
            return entries.remove(key) != null;
        }
    }

    @Test
    void operations_stressed_areLinearizable() {
        new StressOptions()
                .sequentialSpecification(Model.class)
                .iterations(20)
                .invocationsPerIteration(1_000)
                .threads(3)
                .actorsPerThread(3)
                .check(HotArenaLincheckTest.class);
    }

    /** To the model checker each access to memory outside of the heap is one step, before which it may switch threads, and so is a hash. */
    @Test
    void operations_modelChecked_areLinearizable() {
        new ModelCheckingOptions()
                .addGuarantee(ManagedStrategyGuaranteeKt.forClasses(OffHeap.class.getName(), KeyHash.class.getName())
                        .allMethods()
                        .treatAsAtomic())
                .sequentialSpecification(Model.class)
                .iterations(5)
                .invocationsPerIteration(300)
                .threads(2)
                .actorsPerThread(3)
                .check(HotArenaLincheckTest.class);
    }
}
