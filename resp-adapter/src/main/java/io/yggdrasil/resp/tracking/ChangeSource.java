package io.yggdrasil.resp.tracking;

import java.util.concurrent.CompletableFuture;

/** What tells a {@link TrackingTable} which keys have changed. */
@FunctionalInterface
public interface ChangeSource {
    /** Begins to tell of every change, unless it does so already; the result is complete when none is missed any more. */
    CompletableFuture<Void> listen();
}
