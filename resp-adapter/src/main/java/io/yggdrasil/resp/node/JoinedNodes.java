package io.yggdrasil.resp.node;

import io.yggdrasil.ignite.YggdrasilException;
import io.yggdrasil.ignite.YggdrasilException.Kind;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.apache.ignite.spi.discovery.tcp.ipfinder.vm.TcpDiscoveryVmIpFinder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where Ignite looks for the nodes to join. Ignite asks for them once before it looks and again after each time that it has
 * looked in vain, every two seconds; so this says in the log that a node waits, and ends the start that waits too long.
 *
 * <p>Threads: Ignite's, one after the other while the node starts.
 */
final class JoinedNodes extends TcpDiscoveryVmIpFinder {
    private static final Logger LOG = LoggerFactory.getLogger(JoinedNodes.class);

    /** Nodes that start at the same time agree on the first of them meanwhile. */
    private static final long LOOKING_NANOS = Duration.ofSeconds(3).toNanos();

    private static final long TELL_NANOS = Duration.ofSeconds(10).toNanos();

    private final List<String> joined;
    private final Duration timeout;
    private long startNanos;
    private long toldNanos;
    private volatile boolean done;

    /**
     * Makes it.
     *
     * @param joined addresses as HOST:PORT; with none, the node begins a grid at once
     * @param timeout how long a node looks for them; zero for ever
     */
    JoinedNodes(List<String> joined, Duration timeout) {
        super(joined.isEmpty());
        this.joined = joined;
        this.timeout = timeout;
        setAddresses(joined);
    }

    /** The node is in a grid. */
    void done() {
        done = true;
    }

    @Override
    public synchronized Collection<InetSocketAddress> getRegisteredAddresses() {
        if (!joined.isEmpty() && !done) {
            long nowNanos = System.nanoTime();
            if (startNanos == 0) {
                startNanos = nowNanos;
                toldNanos = nowNanos - TELL_NANOS;
            }
            tellOrGiveUp(nowNanos);
        }
        return super.getRegisteredAddresses();
    }

    private void tellOrGiveUp(long nowNanos) {
        Duration waited = Duration.ofNanos(nowNanos - startNanos);
        if (!timeout.isZero() && waited.compareTo(timeout) >= 0) {
            throw new YggdrasilException(
                    Kind.RETRY,
                    "no grid at " + addresses() + " took this node in for " + waited.toSeconds()
                            + " s (join-timeout); without --join it begins a grid of its own");
        }
        if (waited.toNanos() > LOOKING_NANOS && nowNanos - toldNanos >= TELL_NANOS) {
            toldNanos = nowNanos;
            LOG.warn(
                    "Waiting to join: no grid at {} has taken this node in yet. Start a node there, or give all nodes the"
                            + " same --join with all their addresses; a node without --join begins a grid of its own",
                    addresses());
        }
    }

    private String addresses() {
        return String.join(", ", joined);
    }
}
