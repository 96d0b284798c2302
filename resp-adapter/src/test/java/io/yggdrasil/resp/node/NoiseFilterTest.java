package io.yggdrasil.resp.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.spi.FilterReply;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Which of Ignite's messages do not reach the log. */
final class NoiseFilterTest {
    private static final String NIO = "org.apache.ignite.internal.util.nio.GridNioServer";
    private static final String DISCOVERY = "org.apache.ignite.spi.discovery.tcp.TcpDiscoverySpi";
    private static final String SELECTOR = "Failed to process selector key [ses=GridSelectorNioSessionImpl []]";

    @Test
    void decide_socketsOfADeadProcess_areLeftOut() {
        assertEquals(FilterReply.DENY, decide(NIO, SELECTOR, new IOException("Connection reset by peer")));
        assertEquals(FilterReply.DENY, decide(NIO, SELECTOR, new IOException("Broken pipe")));
        assertEquals(
                FilterReply.DENY, decide(DISCOVERY, "Failed to ping node [nodeId=1]. Cause: Connection refused", null));
    }

    @Test
    void decide_otherFailures_areKept() {
        assertEquals(FilterReply.NEUTRAL, decide(NIO, SELECTOR, new IllegalStateException("value=1")));
        assertEquals(FilterReply.NEUTRAL, decide(NIO, SELECTOR, null));
        assertEquals(
                FilterReply.NEUTRAL, decide(DISCOVERY, "Failed to ping node [nodeId=1]. Cause: Read timed out", null));
        assertEquals(
                FilterReply.NEUTRAL,
                decide("io.yggdrasil.resp.Main", SELECTOR, new IOException("Connection reset by peer")));
    }

    private static FilterReply decide(String logger, String message, @Nullable Throwable thrown) {
        Logger from = (Logger) LoggerFactory.getLogger(logger);
        return new NoiseFilter().decide(new LoggingEvent(logger, from, Level.ERROR, message, thrown, null));
    }
}
