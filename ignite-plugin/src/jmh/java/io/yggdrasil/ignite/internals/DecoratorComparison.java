package io.yggdrasil.ignite.internals;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.BenchmarkParams;

/**
 * The ways of {@link DecoratorBenchmark} beside each other in one JVM: short slices that take turns, many rounds, CPU
 * time of the thread, and the median over the rounds of each way's time over the plain way's. A machine that is busy
 * with other things shifts all ways of a round alike, so a difference of a percent shows where JMH's own forks, minutes
 * apart, drown it. Two nodes that are the same still differ by some percent, by where their pages and their code lie:
 * the control shows it, and the mean over the forks, each with its nodes in another order, lessens it.
 *
 * <p>Reported are the differences in percent, beside the time of the whole comparison, which says nothing.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
@Fork(10)
public class DecoratorComparison {
    private static final int WARM_UP_ROUNDS = 40;
    private static final int ROUNDS = 60;
    private static final int OPERATIONS = 10_000;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final Map<DecoratorBenchmark.Way, DecoratorBenchmark> ways = new EnumMap<>(DecoratorBenchmark.Way.class);
    private int forks;
    private volatile Object sink;

    /** How much longer than the plain way the others take, in percent; JMH adds up forks, so each gives its share. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Percent {
        public double control;
        public double watched;
        public double heard;
    }

    /** One operation of the benchmark. */
    private interface Operation {
        Object run(DecoratorBenchmark on) throws Exception;
    }

    @Setup
    public void setup(BenchmarkParams parameters) {
        forks = Math.max(1, parameters.getForks());
        List<DecoratorBenchmark.Way> order = new ArrayList<>(List.of(DecoratorBenchmark.Way.values()));
        Collections.shuffle(order);
        for (DecoratorBenchmark.Way way : order) {
            DecoratorBenchmark benchmark = new DecoratorBenchmark();
            benchmark.way = way;
            benchmark.setup();
            ways.put(way, benchmark);
        }
    }

    @TearDown
    public void tearDown() {
        ways.values().forEach(DecoratorBenchmark::tearDown);
    }

    @Benchmark
    public void get(Percent percent) throws Exception {
        compare("get", DecoratorBenchmark::get, percent);
    }

    @Benchmark
    public void put(Percent percent) throws Exception {
        compare(
                "put",
                benchmark -> {
                    benchmark.put();
                    return null;
                },
                percent);
    }

    @Benchmark
    public void read(Percent percent) throws Exception {
        compare("read", DecoratorBenchmark::read, percent);
    }

    private void compare(String name, Operation operation, Percent percent) throws Exception {
        DecoratorBenchmark[] benchmarks = ways.values().toArray(DecoratorBenchmark[]::new);
        double[][] nanos = new double[benchmarks.length][ROUNDS];
        double[][] ratios = new double[benchmarks.length][ROUNDS];
        long[] allocated = new long[benchmarks.length];
        for (int round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
            double[] slice = new double[benchmarks.length];
            for (int i = 0; i < benchmarks.length; i++) {
                int turn = (round + WARM_UP_ROUNDS + i) % benchmarks.length;
                long before = THREADS.getCurrentThreadAllocatedBytes();
                slice[turn] = slice(operation, benchmarks[turn]);
                allocated[turn] = THREADS.getCurrentThreadAllocatedBytes() - before;
            }
            for (int i = 0; i < benchmarks.length && round >= 0; i++) {
                nanos[i][round] = slice[i];
                ratios[i][round] = slice[i] / slice[0];
            }
        }
        for (DecoratorBenchmark.Way way : ways.keySet()) {
            System.out.printf(
                    "%n%-5s %-8s %8.1f ns  %+5.1f %%  %d B",
                    name,
                    way,
                    median(nanos[way.ordinal()]),
                    percent(ratios[way.ordinal()]),
                    allocated[way.ordinal()] / OPERATIONS);
        }
        percent.control = percent(ratios[DecoratorBenchmark.Way.CONTROL.ordinal()]) / forks;
        percent.watched = percent(ratios[DecoratorBenchmark.Way.WATCHED.ordinal()]) / forks;
        percent.heard = percent(ratios[DecoratorBenchmark.Way.HEARD.ordinal()]) / forks;
    }

    private double slice(Operation operation, DecoratorBenchmark benchmark) throws Exception {
        long begin = THREADS.getCurrentThreadCpuTime();
        for (int i = 0; i < OPERATIONS; i++) {
            sink = operation.run(benchmark);
        }
        return (double) (THREADS.getCurrentThreadCpuTime() - begin) / OPERATIONS;
    }

    private static double percent(double[] ratios) {
        return (median(ratios) - 1) * 100;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
