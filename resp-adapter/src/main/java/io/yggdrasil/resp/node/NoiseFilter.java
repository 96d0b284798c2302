package io.yggdrasil.resp.node;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.List;

/**
 * Keeps out of the log what Ignite says at warning level or above at every start, and what the server says itself in one
 * line. Named in {@code logback.xml}.
 */
public final class NoiseFilter extends Filter<ILoggingEvent> {
    private static final String IGNITE = "org.apache.ignite.";

    private static final List<String> BEGINNINGS = List.of(
            // Advice on the JVM's settings, which the launcher has decided.
            "Please set system property '-Djava.net.preferIPv4Stack=true'",
            "Initial heap size is",
            // Several nodes on one machine may be told to use more than it has; each alone is checked at its start.
            "Nodes started on local machine require more than",
            // Written at information level, and shown as a warning since that level is off.
            "Logging at INFO level without checking",
            // Our queues to other nodes are bounded by what clients may have in flight.
            "Message queue limit is set to 0",
            "Serialization of Java objects in H2 was enabled",
            // A node's identity is kept in its data folder, wherever that is.
            "Consistent ID is not set",
            "Persistence store directory is in the temp directory",
            // The server says in one line that a node is gone; these are its traces.
            "Node FAILED",
            "Local node has detected failed nodes",
            "Failed to check connection to previous node",
            // The server says itself that it waits for the nodes that it is to join.
            "Failed to connect to any address from IP finder (make sure",
            // The start failed: the process says why.
            "Failed to start manager",
            "Failed to start component",
            "Got exception while starting");

    @Override
    public FilterReply decide(ILoggingEvent event) {
        if (!event.getLoggerName().startsWith(IGNITE)) {
            return FilterReply.NEUTRAL;
        }
        String message = String.valueOf(event.getMessage());
        return BEGINNINGS.stream().anyMatch(message::startsWith) ? FilterReply.DENY : FilterReply.NEUTRAL;
    }
}
