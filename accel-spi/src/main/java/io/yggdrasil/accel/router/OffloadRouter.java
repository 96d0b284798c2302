package io.yggdrasil.accel.router;

import io.yggdrasil.accel.Accelerator;
import io.yggdrasil.accel.Accelerators;
import io.yggdrasil.accel.checksum.Checksum;
import io.yggdrasil.accel.checksum.ChecksumKind;
import io.yggdrasil.accel.cipher.Cipher;
import io.yggdrasil.accel.compress.Compression;
import io.yggdrasil.accel.compress.Compressor;
import io.yggdrasil.accel.erasure.CodeShape;
import io.yggdrasil.accel.erasure.ErasureCodec;
import io.yggdrasil.accel.portable.PortableAccelerator;
import io.yggdrasil.accel.vector.ElementType;
import io.yggdrasil.accel.vector.Measure;
import io.yggdrasil.accel.vector.VectorKernel;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes kernels whose calls go to the accelerator that is the cheapest for their size. They are used as those of an accelerator, by
 * any number of threads; every byte they give is portable Java's or was given by one that has agreed with it so far:
 *
 * <ul>
 *   <li>When a kernel is made, a thread proves each accelerator on known data and measures it, unless the profile file has that.
 *       Calls that come before are portable Java's.
 *   <li>A call that an accelerator fails in is done by portable Java, and it rests for a second or, after a failed trial, longer. Every
 *       accelerator must leave positions and limits of buffers, also when it fails, and keep no call waiting for ever. What portable Java cannot do either
 *       is the caller's error.
 *   <li>One of {@link RouterConfiguration#verifyEvery} calls is made by portable Java as well, whose result the caller gets. An
 *       accelerator that gave another is not used again by this router.
 * </ul>
 *
 * <p>Threads: any; making kernels holds the object's lock.
 */
public final class OffloadRouter implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(OffloadRouter.class.getName());

    private final Provider portable;
    private final List<Provider> others;
    private final Sampling sampling;
    private final Executor executor;
    private final Profile profile;
    private final Trials trials;
    private final List<Route<?>> routes = new CopyOnWriteArrayList<>();
    private final Map<Object, Object> kernels = new HashMap<>();
    private volatile boolean closed;

    /**
     * @param portable the truth
     * @param executor runs trials, one at a time and in their order
     */
    OffloadRouter(
            Accelerator portable,
            List<Accelerator> accelerators,
            RouterConfiguration configuration,
            Sampling sampling,
            Executor executor) {
        this.portable = new Provider(portable);
        this.others = accelerators.stream()
                .filter(one -> !one.name().equals(portable.name()))
                .map(Provider::new)
                .toList();
        this.sampling = sampling;
        this.executor = executor;
        this.profile =
                new Profile(configuration.profileFile(), configuration.fresh(), Machine.description(accelerators));
        this.trials = new Trials(
                new Measurement(
                        sampling.clock(),
                        sampling.work(),
                        configuration.measuring().toNanos()),
                profile,
                this::bar);
    }

    /**
     * Makes a router.
     *
     * @param found the accelerators of this machine
     * @throws IllegalArgumentException when the configuration has a name that there is not, or one to be used that cannot be
     */
    public static OffloadRouter start(Accelerators found, RouterConfiguration configuration) {
        return new OffloadRouter(
                new PortableAccelerator(),
                Choice.of(found, configuration),
                configuration,
                Sampling.random(configuration.verifyEvery()),
                new ThreadPoolExecutor(0, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), OffloadRouter::thread));
    }

    private static Thread thread(Runnable trials) {
        Thread thread = new Thread(trials, "accelerator-trials");
        thread.setDaemon(true);
        return thread;
    }

    /** The code of a shape. */
    public synchronized ErasureCodec erasureCodec(CodeShape shape) {
        return kept(shape, ErasureCodec.class, () -> {
            Kernels<ErasureCodec> all = kernels(one -> one.erasureCodec(shape));
            return new RoutedErasureCodec(
                    shape,
                    route("encode " + shape, all, RoutedErasureCodec.encoding(shape)),
                    route("reconstruct " + shape, all, RoutedErasureCodec.reconstructing(shape, all.portable())));
        });
    }

    /** The checksum of a kind. */
    public synchronized Checksum checksum(ChecksumKind kind) {
        String name = kind.name().toLowerCase(Locale.ROOT);
        return kept(kind, Checksum.class, () -> {
            Kernels<Checksum> all = kernels(one -> one.checksum(kind));
            return new RoutedChecksum(route(name, all, RoutedChecksum.workload()), all.portable());
        });
    }

    /** AES-256-GCM. */
    public synchronized Cipher cipher() {
        return kept(Cipher.class, Cipher.class, () -> {
            Kernels<Cipher> all = kernels(Accelerator::cipher);
            return new RoutedCipher(
                    route("seal", all, RoutedCipher.sealing()),
                    route("open", all, RoutedCipher.opening(all.portable())));
        });
    }

    /** A measure of vectors. */
    public synchronized VectorKernel vectorKernel(Measure measure, ElementType type) {
        String name = (measure + " " + type).toLowerCase(Locale.ROOT);
        return kept(List.of(measure, type), VectorKernel.class, () -> {
            Kernels<VectorKernel> all = kernels(one -> one.vectorKernel(measure, type));
            return new RoutedVectorKernel(
                    route(name + " of two", all, RoutedVectorKernel.pairs(all.portable())),
                    route(name + " of many", all, RoutedVectorKernel.searches(all.portable())),
                    all.portable());
        });
    }

    /** A compressor; null: there is none of that kind for this platform. */
    public synchronized @Nullable Compressor compressor(Compression how) {
        if (portable.accelerator().compressor(how) == null) {
            return null;
        }
        String name = (how.kind() + " " + how.level()).toLowerCase(Locale.ROOT)
                + (how.dictionary() == null ? "" : ", dictionary");
        return kept(how, Compressor.class, () -> {
            Kernels<Compressor> all = kernels(one -> one.compressor(how));
            return new RoutedCompressor(
                    route("compress " + name, all, RoutedCompressor.compressing(all.portable())),
                    route("decompress " + name, all, RoutedCompressor.decompressing(all.portable())),
                    all);
        });
    }

    private <K> K kept(Object key, Class<K> type, Supplier<K> maker) {
        return type.cast(kernels.computeIfAbsent(key, absent -> maker.get()));
    }

    private <K> Kernels<K> kernels(Function<Accelerator, @Nullable K> maker) {
        K truth = maker.apply(portable.accelerator());
        if (truth == null) {
            throw new IllegalStateException("portable Java has everything");
        }
        Map<Provider, K> all = new LinkedHashMap<>();
        for (Provider provider : others) {
            try {
                K kernel = maker.apply(provider.accelerator());
                if (kernel != null) {
                    all.put(provider, kernel);
                }
            } catch (RuntimeException | Error e) {
                LOG.log(System.Logger.Level.WARNING, "Accelerator {0} makes no kernel: {1}", provider.name(), e);
            }
        }
        return new Kernels<>(portable, truth, all);
    }

    private <K> Route<K> route(String operation, Kernels<K> kernels, Workload<K> workload) {
        Route<K> route = new Route<>(operation, portable, kernels.portable(), sampling, this::bar);
        routes.add(route);
        executor.execute(() -> {
            if (!closed) {
                trials.run(route, kernels, workload);
            }
        });
        return route;
    }

    /** Waits until all kernels that were made are tried. Until then portable Java does more of the calls, or all. */
    public void awaitTrials() {
        CompletableFuture.runAsync(() -> {}, executor).join();
    }

    private void bar(Provider provider, String lie) {
        if (provider.quarantine(lie)) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "Accelerator {0} gives wrong results and is not used any more: {1}",
                    provider.name(),
                    lie);
            routes.forEach(Route::rank);
        }
    }

    /** What it knows. */
    public RouterReport report() {
        Map<String, String> quarantined = new LinkedHashMap<>();
        for (Provider provider : others) {
            String lie = provider.lie();
            if (lie != null) {
                quarantined.put(provider.name(), lie);
            }
        }
        return new RouterReport(routes.stream().map(Route::report).toList(), quarantined);
    }

    /** Keeps what calls have taught for the next start. Kernels work on. */
    @Override
    public void close() {
        closed = true;
        for (Route<?> route : routes) {
            for (Candidate<?> one : route.measured()) {
                profile.put(
                        route.operation(), one.provider().name(), one.costs().points());
            }
        }
        profile.save();
    }
}
