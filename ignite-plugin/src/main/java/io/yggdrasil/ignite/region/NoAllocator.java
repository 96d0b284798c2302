package io.yggdrasil.ignite.region;

import java.io.Serializable;

/**
 * What a peer reads in place of an allocator: nothing. Configurations of regions travel between nodes, memory does not.
 */
final class NoAllocator implements Serializable {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("NullAway") // the serialization protocol: a peer's configuration has no allocator
    private Object readResolve() {
        return null;
    }
}
