package io.yggdrasil.ignite.region;

import io.yggdrasil.ignite.YggdrasilException;
import io.yggdrasil.ignite.YggdrasilException.Kind;
import java.util.Optional;
import org.apache.ignite.Ignite;
import org.apache.ignite.failure.FailureContext;
import org.apache.ignite.failure.FailureHandler;
import org.apache.ignite.failure.FailureType;
import org.apache.ignite.failure.StopNodeOrHaltFailureHandler;

/**
 * The content of a region is gone while its node runs. The node's failure handler decides what that means, as for every
 * critical failure of Ignite: the keys in the region can be neither read nor written here, those elsewhere can.
 */
public final class RegionLoss {
    private RegionLoss() {}

    /** Tells the failure handler. Any thread; the handler may stop the node or the process meanwhile. */
    public static void report(Ignite ignite, String lost) {
        FailureHandler configured = ignite.configuration().getFailureHandler();
        FailureHandler handler =
                configured == null ? new StopNodeOrHaltFailureHandler() : configured; // As Ignite does.
        handler.onFailure(
                ignite, new FailureContext(FailureType.CRITICAL_ERROR, new YggdrasilException(Kind.FATAL, lost)));
    }

    /** The first region whose content is gone, and why. */
    public static Optional<String> first(Iterable<RegionView> regions) {
        for (RegionView region : regions) {
            if (region.fault() != null && region.fault().lost()) {
                return Optional.of(message(region));
            }
        }
        return Optional.empty();
    }

    static String message(RegionView region) {
        return "region " + region.name()
                + (region.fault() == null ? "" : ": " + region.fault().reason());
    }
}
