package io.yggdrasil.ignite;

import io.yggdrasil.ignite.YggdrasilException.Kind;
import org.apache.ignite.Ignite;
import org.apache.ignite.IgniteClientDisconnectedException;
import org.apache.ignite.IgniteInterruptedException;
import org.apache.ignite.cluster.ClusterState;
import org.apache.ignite.cluster.ClusterTopologyException;

/** Turns what Ignite throws from its cache start and control calls into {@link YggdrasilException}. */
final class Failures {
    private static final int CAUSES_MAX = 16;

    private Failures() {}

    static YggdrasilException translate(Ignite ignite, String act, RuntimeException failure) {
        if (failure instanceof YggdrasilException known) {
            return known;
        }
        ClusterState state = stateOf(ignite);
        if (state == ClusterState.INACTIVE) {
            return new YggdrasilException(Kind.RETRY, "cannot " + act + ": the grid is inactive", failure);
        }
        if (state == ClusterState.ACTIVE_READ_ONLY) {
            return new YggdrasilException(Kind.RETRY, "cannot " + act + ": the grid is read-only", failure);
        }
        Kind kind = passes(failure) ? Kind.RETRY : Kind.FATAL;
        return new YggdrasilException(kind, "cannot " + act + ": " + failure.getMessage(), failure);
    }

    private static ClusterState stateOf(Ignite ignite) {
        try {
            return ignite.cluster().state();
        } catch (RuntimeException e) {
            return ClusterState.ACTIVE; // The node is stopping or disconnected; the failure itself says so.
        }
    }

    private static boolean passes(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < CAUSES_MAX; depth++) {
            if (cause instanceof ClusterTopologyException
                    || cause instanceof IgniteClientDisconnectedException
                    || cause instanceof IgniteInterruptedException
                    || cause instanceof IllegalStateException) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }
}
