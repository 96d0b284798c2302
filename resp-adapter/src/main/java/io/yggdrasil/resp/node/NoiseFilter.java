package io.yggdrasil.resp.node;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.List;
import java.util.Set;

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
            "Failed to send message to next node [",
            // The server says itself that it waits for the nodes that it is to join.
            "Failed to connect to any address from IP finder (make sure",
            // The start failed: the process says why.
            "Failed to start manager",
            "Failed to start component",
            "Got exception while starting");

    private static final Set<String> CLOSED = Set.of("Connection reset", "Connection reset by peer", "Broken pipe");

    @Override
    public FilterReply decide(ILoggingEvent event) {
        if (!event.getLoggerName().startsWith(IGNITE)) {
            return FilterReply.NEUTRAL;
        }
        String message = String.valueOf(event.getMessage());
        boolean isNoise = BEGINNINGS.stream().anyMatch(message::startsWith) || isTraceOfDeadProcess(message, event);
        return isNoise ? FilterReply.DENY : FilterReply.NEUTRAL;
    }

    /** The system closed the sockets of a process that ended. Ignite connects anew, or counts the node as failed. */
    private static boolean isTraceOfDeadProcess(String message, ILoggingEvent event) {
        if (message.startsWith("Failed to ping node [")) {
            return message.contains("Cause: Connection refused");
        }
        IThrowableProxy thrown = event.getThrowableProxy();
        return message.startsWith("Failed to process selector key [")
                && thrown != null
                && CLOSED.contains(String.valueOf(thrown.getMessage()));
    }
}
