package io.yggdrasil.tier.policy;

/**
 * Decides which entries of a bounded store are worth keeping. It holds keys and weights only: the store tells it what
 * happened and asks it for victims.
 *
 * <p>A key is a 64-bit hash or id, unique for its entry; a weight is in bytes. An insertion may take the policy over its
 * capacity; {@link #evict} then names victims, of which the entry that was just inserted may be one (it is not admitted).
 *
 * <p>Threads: an instance belongs to one thread, or to a lock of its owner. Memory: arrays of primitives that grow with the
 * number of entries, 2^29 at most; once they have grown, no operation allocates. No method blocks; each takes constant
 * time, amortized.
 */
public interface EvictionPolicy {
    /** What the weights of the entries may add up to. */
    long capacityBytes();

    /** Changes the capacity. Entries that no longer fit are handed out by the next {@link #evict}. */
    void setCapacityBytes(long capacityBytes);

    /** What the weights of the entries add up to; above the capacity between an insertion and the next {@link #evict}. */
    long weightBytes();

    /** Number of entries. */
    int entries();

    /** Whether the key has an entry. Counts as no use. */
    boolean contains(long key);

    /**
     * Notes a use of an entry.
     *
     * @return false, and nothing noted, where the key has no entry
     */
    boolean onAccess(long key);

    /**
     * Adds an entry; where the key has one already, notes a use and its weight.
     *
     * @param weightBytes 1 or more
     * @return false, and nothing changed, where it could never fit: its weight is above the capacity
     */
    boolean onInsert(long key, int weightBytes);

    /**
     * Changes the weight of an entry. Counts as no use.
     *
     * @param weightBytes 1 or more
     * @return false, and nothing changed, where the key has no entry, or where the weight is above the capacity: the caller
     *     then removes the entry
     */
    boolean onUpdate(long key, int weightBytes);

    /**
     * Forgets an entry that was deleted or has expired.
     *
     * @return false where the key had none
     */
    boolean onRemove(long key);

    /**
     * Hands out victims until the entries fit the capacity, {@code victimsMax} are evicted, or too many in a row were
     * refused (64). Whether all is well again is for {@link #weightBytes} to say.
     *
     * @return how many were evicted
     */
    int evict(Victims victims, int victimsMax);
}
