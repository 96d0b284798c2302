package io.yggdrasil.tier.policy;

/** Spreads keys that are ids, not hashes, over all 64 bits. A bijection: distinct keys stay distinct. */
final class KeyMixer {
    private static final long FIRST = 0xBF58476D1CE4E5B9L;
    private static final long SECOND = 0x94D049BB133111EBL;

    private KeyMixer() {}

    /** The finalizer of SplitMix64 (Steele, Lea, Flood 2014). */
    static long mix(long key) {
        long mixed = (key ^ (key >>> 30)) * FIRST;
        mixed = (mixed ^ (mixed >>> 27)) * SECOND;
        return mixed ^ (mixed >>> 31);
    }
}
