package io.yggdrasil.ignite.collection;

import io.yggdrasil.ignite.YggdrasilException;
import java.io.Serial;

/**
 * A {@code CORRUPT} error: a node that a root or another node reaches is not there, or is none. Who reads a collection
 * without holding its slot may see it while the collection is changed, and reads it again.
 */
public final class BrokenTreeException extends YggdrasilException {
    @Serial
    private static final long serialVersionUID = 1L;

    BrokenTreeException(String message) {
        super(Kind.CORRUPT, message);
    }
}
