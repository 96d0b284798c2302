package io.yggdrasil.resp.bench;

import java.util.concurrent.CountDownLatch;
import org.apache.ignite.Ignition;
import org.apache.ignite.cache.CacheAtomicityMode;
import org.apache.ignite.configuration.CacheConfiguration;
import org.apache.ignite.configuration.ConnectorConfiguration;
import org.apache.ignite.configuration.DataRegionConfiguration;
import org.apache.ignite.configuration.DataStorageConfiguration;
import org.apache.ignite.configuration.IgniteConfiguration;
import org.apache.ignite.spi.discovery.tcp.TcpDiscoverySpi;
import org.apache.ignite.spi.discovery.tcp.ipfinder.vm.TcpDiscoveryVmIpFinder;

/** A stock Ignite node with Ignite's own Redis protocol, to compare with. Argument: port. */
public final class PlainIgnite {
    /** Where Ignite's own Redis protocol keeps database 0. */
    private static final String DATABASE_0 = "redis-ignite-internal-cache-0";

    private PlainIgnite() {}

    /** Runs until it is killed. */
    public static void main(String[] arguments) throws InterruptedException {
        int port = Integer.parseInt(arguments[0]);
        ConnectorConfiguration connector = new ConnectorConfiguration();
        connector.setHost("127.0.0.1");
        connector.setPort(port);
        connector.setPortRange(0);
        TcpDiscoverySpi discovery = new TcpDiscoverySpi();
        discovery.setLocalAddress("127.0.0.1");
        // A shared finder knows the addresses that nodes of this process registered, so there is nobody else to look
        // for.
        discovery.setIpFinder(new TcpDiscoveryVmIpFinder(true));
        DataRegionConfiguration region = new DataRegionConfiguration();
        region.setMaxSize(4L << 30);
        IgniteConfiguration configuration = new IgniteConfiguration();
        configuration.setLocalHost("127.0.0.1");
        configuration.setConnectorConfiguration(connector);
        configuration.setDiscoverySpi(discovery);
        configuration.setClientConnectorConfiguration(null);
        configuration.setDataStorageConfiguration(
                new DataStorageConfiguration().setDefaultDataRegionConfiguration(region));
        configuration.setCacheConfiguration(
                new CacheConfiguration<>(DATABASE_0).setAtomicityMode(CacheAtomicityMode.ATOMIC));
        Ignition.start(configuration);
        new CountDownLatch(1).await();
    }
}
