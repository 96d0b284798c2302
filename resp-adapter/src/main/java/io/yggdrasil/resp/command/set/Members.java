package io.yggdrasil.resp.command.set;

import org.jspecify.annotations.Nullable;

/** The members of a set that is worked out as it is told, each once, in the order of all sets' trees. */
@FunctionalInterface
interface Members {
    /** The tree's key of the next member; null: there are no more, and nothing is to be asked any more. */
    byte @Nullable [] next();
}
