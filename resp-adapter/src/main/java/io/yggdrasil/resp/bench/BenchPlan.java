package io.yggdrasil.resp.bench;

import io.yggdrasil.resp.bench.Workload.Operation;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Which workloads a bench runs. */
enum BenchPlan {
    /** Minutes: GET and SET of 100 bytes, with and without pipeline. */
    QUICK,
    /** A quarter of an hour: every operation at every pipeline depth, sizes and connections one at a time. */
    STANDARD,
    /** Hours: every combination. */
    FULL,
    /** A quarter of an hour: commands on small collections and on large ones, with and without pipeline. */
    COLLECTIONS,
    /** Some minutes: what an element costs in large collections and in small ones: see {@link ScaleBench}. */
    SCALE,
    /** Some minutes: many keys expire while other commands run, on this server alone: see {@link ExpiryBench}. */
    EXPIRY;

    private static final int[] SIZES = {16, 100, 1_024, 16_384};
    private static final int[] PIPELINES = {1, 16, 64};
    private static final int[] CONNECTIONS = {1, 50, 200};
    private static final long DATA_BYTES_MAX = 1L << 30;

    List<Workload> workloads(int keys) {
        Set<Workload> all = new LinkedHashSet<>();
        switch (this) {
            case QUICK ->
                add(all, List.of(Operation.GET, Operation.SET), List.of(1, 16), List.of(100), List.of(50), keys);
            case STANDARD -> {
                List<Operation> readAndWrite = List.of(Operation.GET, Operation.SET);
                add(all, Operation.onStrings(), boxed(PIPELINES), List.of(100), List.of(50), keys);
                add(all, readAndWrite, List.of(1, 16), boxed(SIZES), List.of(50), keys);
                add(all, readAndWrite, List.of(1, 16), List.of(100), boxed(CONNECTIONS), keys);
            }
            case FULL -> add(all, Operation.onStrings(), boxed(PIPELINES), boxed(SIZES), boxed(CONNECTIONS), keys);
            case COLLECTIONS -> {
                for (CollectionWork work : CollectionWork.all()) {
                    all.add(Workload.on(work, 1, 50));
                    all.add(Workload.on(work, 16, 50));
                }
            }
            case SCALE, EXPIRY -> throw new IllegalStateException("plan=" + this + " compares no workloads");
        }
        return List.copyOf(all);
    }

    private static void add(
            Set<Workload> to,
            List<Operation> operations,
            List<Integer> pipelines,
            List<Integer> sizes,
            List<Integer> connections,
            int keys) {
        for (int size : sizes) {
            int fitting = (int) Math.min(keys, DATA_BYTES_MAX / size);
            for (Operation operation : operations) {
                for (int pipeline : pipelines) {
                    for (int connection : connections) {
                        to.add(new Workload(operation, size, pipeline, connection, fitting));
                    }
                }
            }
        }
    }

    private static List<Integer> boxed(int[] values) {
        List<Integer> list = new ArrayList<>();
        for (int value : values) {
            list.add(value);
        }
        return list;
    }
}
