package io.yggdrasil.resp.node;

import java.util.function.Consumer;
import org.apache.ignite.Ignite;
import org.apache.ignite.failure.AbstractFailureHandler;
import org.apache.ignite.failure.FailureContext;
import org.apache.ignite.failure.FailureType;

/**
 * Ends the node when Ignite finds that it cannot go on, instead of leaving it hanging. A worker that is slow for long is
 * not such a case: Ignite's default of ignoring it is kept.
 */
final class CriticalFailure extends AbstractFailureHandler {
    private final Consumer<String> onFatal;
    private volatile boolean stopping;

    CriticalFailure(Consumer<String> onFatal) {
        this.onFatal = onFatal;
    }

    /** From now on the node is being stopped: what fails then is no failure. */
    void stopping() {
        stopping = true;
    }

    @Override
    protected boolean handle(Ignite ignite, FailureContext failure) {
        if (!stopping) {
            onFatal.accept(describe(failure));
        }
        return true;
    }

    private static String describe(FailureContext failure) {
        if (failure.type() == FailureType.SEGMENTATION) {
            return "the other nodes have counted this one as failed, since it was silent or cut off for too long";
        }
        Throwable cause = failure.error();
        while (cause != null && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return "Ignite reports " + failure.type() + (cause == null ? "" : ": " + cause);
    }
}
