package io.yggdrasil.resp.command.server;

/** Makes room for new keys by evicting others. Methods may be called from any thread and do not block. */
public interface Evictor {
    /** Where nothing is evicted. */
    Evictor NONE = new Evictor() {};

    /**
     * Says how to evict from now on.
     *
     * @param policy Redis's name of the policy
     * @param bytesMax what data may take; 0: what there is
     * @param samples keys that are looked at for each one that is evicted
     */
    default void configure(String policy, long bytesMax, int samples) {
        if (!policy.equals("noeviction")) {
            throw new IllegalArgumentException("nothing is evicted here");
        }
    }

    /** Keys of this node that were evicted since the start. */
    default long evictedKeys() {
        return 0;
    }

    /** Whether what needs memory is to be refused: nothing is left to evict, or it takes too long. */
    default boolean isExceeded() {
        return false;
    }

    /** Whether a write of so many bytes had better wait a millisecond or two: room is being made for it. */
    default boolean holds(int bytes) {
        return false;
    }

    /** Bytes that data take, as the policy measures them. */
    default long heldBytes() {
        return 0;
    }

    /** Bytes that data are to take at most; 0: nothing is evicted. */
    default long watermarkBytes() {
        return 0;
    }
}
