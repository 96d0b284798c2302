package io.yggdrasil.ignite.internals;

import io.yggdrasil.ignite.YggdrasilException;
import io.yggdrasil.ignite.YggdrasilException.Kind;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.ignite.Ignite;
import org.apache.ignite.internal.IgniteEx;
import org.apache.ignite.internal.processors.cache.persistence.CheckpointState;
import org.apache.ignite.internal.processors.cache.persistence.GridCacheDatabaseSharedManager;
import org.apache.ignite.internal.processors.cache.persistence.IgniteCacheDatabaseSharedManager;
import org.apache.ignite.internal.processors.cache.persistence.checkpoint.CheckpointProgress;
import org.apache.ignite.internal.processors.cache.persistence.checkpoint.Checkpointer;
import org.apache.ignite.internal.util.future.GridFutureAdapter;

/**
 * Asks a node to write its changed pages to disk now, and tells whether it does. Ignite does it on its own every few
 * minutes and offers neither in its public API. Checked on Ignite 2.17.0.
 */
public final class Checkpoints {
    private Checkpoints() {}

    /**
     * Requests a checkpoint; it covers everything written before.
     *
     * @return completes on a thread of Ignite when the checkpoint is on disk; exceptionally when it failed, or when no
     *     region of the node is persistent
     */
    public static CompletableFuture<Void> request(Ignite ignite, String reason) {
        IgniteCacheDatabaseSharedManager database =
                ((IgniteEx) ignite).context().cache().context().database();
        CheckpointProgress progress = database.forceCheckpoint(reason);
        CompletableFuture<Void> done = new CompletableFuture<>();
        if (progress == null) {
            done.completeExceptionally(new YggdrasilException(Kind.USER, "no data region is persistent"));
        } else {
            GridFutureAdapter<?> finish = progress.futureFor(CheckpointState.FINISHED);
            finish.listen(finished -> {
                Throwable error = finished.error();
                if (error == null) {
                    done.complete(null);
                } else {
                    done.completeExceptionally(error);
                }
            });
        }
        return done;
    }

    /** Whether pages of a node are on their way to disk now. */
    static boolean isRunning(GridCacheDatabaseSharedManager database) {
        Checkpointer checkpointer = database.getCheckpointer();
        CheckpointProgress progress = checkpointer == null ? null : checkpointer.currentProgress();
        return progress != null && progress.inProgress();
    }

    static List<InternalsCheck.Hook> hooks() {
        return List.of(
                InternalsCheck.Hook.method(
                        "write pages to disk on demand",
                        IgniteCacheDatabaseSharedManager.class,
                        "forceCheckpoint",
                        String.class),
                InternalsCheck.Hook.method(
                        "tell whether pages are written to disk", Checkpointer.class, "currentProgress"));
    }
}
