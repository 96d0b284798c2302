package io.yggdrasil.ignite;

import java.util.List;
import org.apache.ignite.Ignite;
import org.apache.ignite.Ignition;
import org.apache.ignite.configuration.IgniteConfiguration;
import org.apache.ignite.logger.NullLogger;
import org.apache.ignite.spi.communication.tcp.TcpCommunicationSpi;
import org.apache.ignite.spi.discovery.tcp.TcpDiscoverySpi;
import org.apache.ignite.spi.discovery.tcp.ipfinder.vm.TcpDiscoveryVmIpFinder;

/**
 * A thick Ignite client, for a JVM without our classes: {@link StockNodeTest} runs it. Arguments: the grid's discovery
 * address, a free port.
 */
final class StockClient {
    private StockClient() {}

    public static void main(String[] arguments) {
        TcpDiscoverySpi discovery =
                new TcpDiscoverySpi().setIpFinder(new TcpDiscoveryVmIpFinder().setAddresses(List.of(arguments[0])));
        discovery.setJoinTimeout(10_000);
        IgniteConfiguration configuration = new IgniteConfiguration()
                .setClientMode(true)
                .setGridLogger(new NullLogger())
                .setLocalHost("127.0.0.1")
                .setConnectorConfiguration(null)
                .setDiscoverySpi(discovery)
                .setCommunicationSpi(new TcpCommunicationSpi().setLocalPort(Integer.parseInt(arguments[1])));
        try (Ignite client = Ignition.start(configuration)) {
            System.out.println("JOINED " + client.cacheNames());
        } catch (RuntimeException e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                System.out.println("FAILED " + cause.getMessage());
            }
        }
    }
}
