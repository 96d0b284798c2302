package io.yggdrasil.accel.router;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a kernel has to pass before it is used: calls with known data, whose results are those of portable Java. */
final class Proof<K> {
    private static final int[] SIZES = {0, 1, 15, 16, 17, 63, 65, 1_000, 4_096};
    private static final int LARGE = 70_001;
    private static final int SEED = 3;

    private final K portable;
    private final List<Call<K, ?>> calls = new ArrayList<>();

    Proof(K portable, Workload<K> workload) {
        this.portable = portable;
        for (int bytes : SIZES) {
            calls.add(workload.call(bytes, true, SEED));
            calls.add(workload.call(bytes, false, SEED));
        }
        calls.add(workload.call(LARGE, true, SEED));
        calls.addAll(workload.further());
    }

    /** What a kernel gets wrong; null: nothing. What it throws passes. */
    @Nullable
    String lie(K kernel) {
        for (Call<K, ?> call : calls) {
            String difference = difference(kernel, call);
            if (difference != null) {
                return "known data: " + difference;
            }
        }
        return null;
    }

    private <R> @Nullable String difference(K kernel, Call<K, R> call) {
        Answer<R> answer = call.keep(call.on(kernel));
        return answer.difference(call.on(portable));
    }
}
