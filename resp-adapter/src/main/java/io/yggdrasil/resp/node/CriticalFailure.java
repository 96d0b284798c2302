package io.yggdrasil.resp.node;

import io.yggdrasil.ignite.Yggdrasil;
import io.yggdrasil.ignite.region.RegionLoss;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.ignite.Ignite;
import org.apache.ignite.failure.AbstractFailureHandler;
import org.apache.ignite.failure.FailureContext;
import org.apache.ignite.failure.FailureType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the node when Ignite finds that it cannot go on, instead of leaving it hanging. A worker that is slow for long is
 * not such a case: Ignite's default of ignoring it is kept.
 *
 * <p>A memory region whose medium has gone ends a node that is one of several, since what it has is elsewhere too and others
 * would wait for its answers. One that is alone goes on: it still has what is in other regions, and answers errors for the
 * rest.
 */
final class CriticalFailure extends AbstractFailureHandler {
    private static final Logger LOG = LoggerFactory.getLogger(CriticalFailure.class);

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
        if (stopping) {
            return true;
        }
        Optional<String> lost = lostRegion(ignite);
        if (lost.isPresent() && failure.type() != FailureType.SEGMENTATION && isAlone(ignite)) {
            LOG.error("Keys that are in it answer errors until this server is started anew: {}", lost.get());
            return false;
        }
        onFatal.accept(lost.orElseGet(() -> describe(failure)));
        return true;
    }

    private static Optional<String> lostRegion(Ignite ignite) {
        try {
            return RegionLoss.first(Yggdrasil.of(ignite).regions());
        } catch (RuntimeException e) {
            return Optional.empty(); // The node is not started yet, or stopped.
        }
    }

    private static boolean isAlone(Ignite ignite) {
        try {
            return ignite.cluster().forServers().nodes().size() == 1;
        } catch (RuntimeException e) {
            return false; // Cut off, or stopping.
        }
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
