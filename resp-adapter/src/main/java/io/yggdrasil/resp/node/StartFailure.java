package io.yggdrasil.resp.node;

import io.yggdrasil.ignite.YggdrasilException;
import io.yggdrasil.ignite.YggdrasilException.Kind;
import io.yggdrasil.resp.config.ServerConfiguration.Grid;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says in one line why Ignite did not start. */
final class StartFailure {
    private static final int CAUSES_MAX = 32;

    /** How Ignite says that some nodes are persistent and others are not. */
    private static final List<String> MIXED_STORAGE = List.of(
            "Joining persistence node to in-memory cluster", "Incompatible data region configuration [region=DEFAULT");

    private StartFailure() {}

    static YggdrasilException explain(RuntimeException failure, Grid grid) {
        YggdrasilException known = find(failure, YggdrasilException.class);
        if (known != null) {
            return known;
        }
        String message = firstLine(deepest(failure));
        if (message.contains("Failed to bind") || message.contains("Address already in use")) {
            return new YggdrasilException(
                    Kind.RESOURCE,
                    "no free Ignite port on " + grid.bind() + " among " + range(grid.clientPort(), grid) + ", "
                            + range(grid.discoveryPort(), grid) + ", " + range(grid.communicationPort(), grid) + ": "
                            + message,
                    failure);
        }
        if (MIXED_STORAGE.stream().anyMatch(message::contains)) {
            return new YggdrasilException(
                    Kind.USER,
                    "the grid to join keeps its data in memory and this node in a folder, or the other way round: give"
                            + " --data to all nodes of a grid or to none",
                    failure);
        }
        return new YggdrasilException(Kind.FATAL, "the Ignite node does not start: " + message, failure);
    }

    private static String range(int port, Grid grid) {
        return port + "-" + (port + grid.portRange());
    }

    private static <T extends Throwable> @Nullable T find(Throwable failure, Class<T> type) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < CAUSES_MAX; depth++) {
            if (type.isInstance(cause)) {
                return type.cast(cause);
            }
            cause = cause.getCause();
        }
        return null;
    }

    private static Throwable deepest(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause.getCause() != null && depth < CAUSES_MAX; depth++) {
            cause = cause.getCause();
        }
        return cause;
    }

    private static String firstLine(Throwable failure) {
        String message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        return message.lines().findFirst().orElse(message);
    }
}
