package io.yggdrasil.tier.policy;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.LongFunction;
import java.util.stream.Collectors;

/** The policies there are. */
public enum PolicyKind {
    /** Runs the others on a sample of the keys and does as the best of them. */
    ADAPTIVE(SelectingPolicy::new),
    /** Admission by frequency, with an adapting window. */
    W_TINYLFU(WTinyLfuPolicy::new),
    /** Small and main queue, ghosts. */
    S3_FIFO(S3FifoPolicy::new),
    /** A queue with marks and a hand. */
    SIEVE(SievePolicy::new),
    /** Recency and frequency, balanced by ghosts. */
    ARC(ArcPolicy::new),
    /** Least recently used. */
    LRU(LruPolicy::new),
    /** Least frequently used, aged. */
    LFU(LfuPolicy::new);

    /** The one that is used where none is named. */
    public static final PolicyKind DEFAULT = ADAPTIVE;

    private final LongFunction<EvictionPolicy> maker;

    PolicyKind(LongFunction<EvictionPolicy> maker) {
        this.maker = maker;
    }

    /** A new policy without entries. */
    public EvictionPolicy create(long capacityBytes) {
        return maker.apply(capacityBytes);
    }

    /** What it is called in options and reports: {@code w-tinylfu}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The policy of that label.
     *
     * @throws IllegalArgumentException naming all labels, where there is none
     */
    public static PolicyKind of(String label) {
        for (PolicyKind kind : values()) {
            if (kind.label().equals(label)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("no policy '" + label + "'; there are: " + labels());
    }

    private static String labels() {
        List<PolicyKind> kinds = Arrays.asList(values());
        return kinds.stream().map(PolicyKind::label).collect(Collectors.joining(", "));
    }
}
