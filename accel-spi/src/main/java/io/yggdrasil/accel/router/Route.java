package io.yggdrasil.accel.router;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends the calls of one operation to the candidate that is the cheapest for their size, and makes sure of what comes back.
 *
 * <p>A wrapper draws a number for each call and asks for the quick kernel. Where there is one, it calls it, and has {@link #recover}
 * mend what that throws; where there is none, the call goes {@link #carefully}. An error that portable Java has as well is the
 * caller's and nobody's fault else.
 *
 * <p>Threads: any. Rankings are published whole; the object is the lock of those who make them.
 */
final class Route<K> {
    private static final System.Logger LOG = System.getLogger(OffloadRouter.class.getName());

    private final String operation;
    private final Provider portable;
    private final K truth;
    private final Sampling sampling;
    private final BiConsumer<Provider, String> onLie;
    private final AtomicReferenceArray<Ranking<K>> rankings = new AtomicReferenceArray<>(SizeClass.COUNT);
    private volatile List<Candidate<K>> candidates;

    /**
     * Makes a route with portable Java alone.
     *
     * @param truth its kernel
     * @param onLie bars a provider for what it did wrong
     */
    Route(String operation, Provider portable, K truth, Sampling sampling, BiConsumer<Provider, String> onLie) {
        this.operation = operation;
        this.portable = portable;
        this.truth = truth;
        this.sampling = sampling;
        this.onLie = onLie;
        this.candidates = List.of(new Candidate<>(portable, truth, new Costs(Map.of()), new Breaker()));
        rank();
    }

    String operation() {
        return operation;
    }

    /** Takes a candidate that is proven and measured, in the place of one of the same provider. */
    synchronized void admit(Candidate<K> candidate) {
        List<Candidate<K>> all = new ArrayList<>(candidates);
        all.removeIf(one -> one.provider() == candidate.provider());
        all.add(candidate);
        candidates = List.copyOf(all);
        rank();
    }

    /** The candidates whose costs are known. */
    List<Candidate<K>> measured() {
        return candidates.stream().filter(one -> one.costs().areKnown()).toList();
    }

    Ranking<K> ranking(int sizeClass) {
        return rankings.getAcquire(sizeClass);
    }

    /** Makes all rankings anew. */
    synchronized void rank() {
        for (int i = 0; i < SizeClass.COUNT; i++) {
            rankings.setRelease(i, new Ranking<>(i, candidates));
        }
    }

    private synchronized void rank(int sizeClass) {
        rankings.setRelease(sizeClass, new Ranking<>(sizeClass, candidates));
    }

    int draw() {
        return sampling.draw();
    }

    /** The kernel for a call that nothing has to be done for beside calling it; null: there is something. */
    @Nullable
    K quick(long bytes, int draw) {
        return sampling.isPlain(draw) ? ranking(SizeClass.of(bytes)).quick() : null;
    }

    /** Makes a call that has no quick kernel. */
    <R> R carefully(long bytes, int draw, Call<K, R> call) {
        Ranking<K> ranking = ranking(SizeClass.of(bytes));
        Candidate<K> trial = ranking.isWhole() ? null : due();
        if (trial != null) {
            try {
                return attempt(trial, bytes, call, true);
            } finally {
                trial.breaker().endTrial();
            }
        }
        boolean elsewhere = sampling.isElsewhere(draw);
        Candidate<K> chosen = elsewhere ? ranking.other(draw >>> Short.SIZE) : ranking.soonest();
        return attempt(chosen, bytes, call, elsewhere || sampling.isVerified(draw));
    }

    /** One that has failed, and may try a call by now. */
    private @Nullable Candidate<K> due() {
        for (Candidate<K> one : candidates) {
            if (one.provider().lie() == null && one.breaker().tryTrial(sampling.now())) {
                return one;
            }
        }
        return null;
    }

    private <R> R attempt(Candidate<K> chosen, long bytes, Call<K, R> call, boolean verify) {
        if (chosen.provider() == portable) {
            return timed(chosen, bytes, call);
        }
        R result;
        try {
            result = timed(chosen, bytes, call);
        } catch (RuntimeException | Error e) {
            return recover(chosen, e, call);
        }
        return verify ? verified(chosen, bytes, call, result) : result;
    }

    private <R> R timed(Candidate<K> chosen, long bytes, Call<K, R> call) {
        R result;
        boolean isFree = chosen.provider().enter();
        try {
            long start = sampling.now();
            result = call.on(chosen.kernel());
            if (isFree) {
                chosen.costs().learn(bytes, sampling.now() - start);
            }
        } finally {
            chosen.provider().leave();
        }
        int sizeClass = SizeClass.of(bytes);
        if (ranking(sizeClass).isOutdated()) {
            rank(sizeClass);
        }
        return result;
    }

    /** What comes back, in buffers too, is portable Java's in any case. */
    private <R> R verified(Candidate<K> chosen, long bytes, Call<K, R> call, R result) {
        Answer<R> answer = call.keep(result);
        R right = call.on(truth);
        String difference = answer.difference(right);
        if (difference != null) {
            onLie.accept(chosen.provider(), operation + " of " + bytes + " bytes: " + difference);
        } else if (chosen.breaker().passTrial()) {
            rank();
            log(System.Logger.Level.INFO, chosen, "works again");
        }
        return right;
    }

    /** Makes a call that the quick kernel has failed in. */
    <R> R recover(K kernel, Throwable failure, Call<K, R> call) {
        for (Candidate<K> one : candidates) {
            if (one.kernel() == kernel && one.provider() != portable) {
                return recover(one, failure, call);
            }
        }
        if (failure instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) failure;
    }

    /** Portable Java does it, all outputs anew. Only when it can, the one that could not is to blame. */
    private <R> R recover(Candidate<K> failed, Throwable failure, Call<K, R> call) {
        R right = call.on(truth);
        if (failed.breaker().open(sampling.now())) {
            rank();
            log(System.Logger.Level.WARNING, failed, "failed and rests: " + failure);
        }
        return right;
    }

    private void log(System.Logger.Level level, Candidate<K> candidate, String text) {
        LOG.log(level, "Accelerator {0}, {1}: {2}", candidate.provider().name(), operation, text);
    }

    RouterReport.Operation report() {
        List<RouterReport.Offer> offers = measured().stream()
                .map(one -> new RouterReport.Offer(
                        one.provider().name(),
                        one.costs().line().fixedNanos(),
                        one.costs().line().nanosPerByte(),
                        one.costs().points(),
                        !one.breaker().isClosed()))
                .toList();
        List<RouterReport.Step> steps = new ArrayList<>();
        for (int i = 0; i < SizeClass.COUNT; i++) {
            String name = ranking(i).first().provider().name();
            if (i == 0 || !steps.get(steps.size() - 1).accelerator().equals(name)) {
                steps.add(new RouterReport.Step(SizeClass.smallest(i), name));
            }
        }
        return new RouterReport.Operation(operation, offers, steps);
    }
}
