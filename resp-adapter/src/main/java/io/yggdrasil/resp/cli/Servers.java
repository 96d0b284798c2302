package io.yggdrasil.resp.cli;

import io.yggdrasil.resp.config.ServerConfiguration;
import java.util.function.Consumer;

/** Starts servers. The command line knows no more of them. */
@FunctionalInterface
public interface Servers {
    /**
     * Starts a server and returns when it takes clients.
     *
     * @param onFatal told in one line when the server cannot go on
     * @throws io.yggdrasil.ignite.YggdrasilException saying in one line why there is no server
     */
    Running start(ServerConfiguration configuration, Consumer<String> onFatal);

    /** A server that runs. */
    interface Running {
        /** What it is and where it listens, on one line. */
        String summary();

        /** Stops it cleanly; returns when it has stopped. */
        void stop();
    }
}
