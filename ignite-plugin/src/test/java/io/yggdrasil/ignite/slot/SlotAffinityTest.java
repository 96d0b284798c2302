package io.yggdrasil.ignite.slot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.yggdrasil.ignite.TestGrid;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.ignite.Ignite;
import org.apache.ignite.IgniteException;
import org.apache.ignite.configuration.CacheConfiguration;
import org.apache.ignite.configuration.IgniteConfiguration;
import org.apache.ignite.internal.managers.discovery.CustomMessageWrapper;
import org.apache.ignite.internal.processors.cache.binary.MetadataUpdateProposedMessage;
import org.apache.ignite.spi.discovery.DiscoverySpiCustomMessage;
import org.apache.ignite.spi.discovery.tcp.TcpDiscoverySpi;
import org.junit.jupiter.api.Test;

class SlotAffinityTest {
    private static final BinaryKey KEY = new BinaryKey(new byte[] {(byte) 0xff, 1});

    /** Two threads use a class first at once: the one that waits for the grid, and the one that overtakes it. */
    @Test
    void partition_binaryKeyThatTheGridHasNotAgreedOn_isThatOfItsSlot() throws InterruptedException {
        try (TestGrid grid = new TestGrid()) {
            IgniteConfiguration configuration = grid.configuration();
            SlowDiscovery discovery = new SlowDiscovery();
            discovery.setLocalPort(
                    Integer.parseInt(grid.address().substring(grid.address().indexOf(':') + 1)));
            discovery.setIpFinder(((TcpDiscoverySpi) configuration.getDiscoverySpi()).getIpFinder());
            Ignite node = grid.start(configuration.setDiscoverySpi(discovery));
            node.createCache(new CacheConfiguration<>("keys").setAffinity(new SlotAffinity()));

            Thread first = new Thread(() -> node.binary().toBinary(KEY), "first use");
            discovery.hold = true;
            first.start();
            try {
                assertTrue(discovery.held.await(30, TimeUnit.SECONDS));
                assertEquals(Slots.partition(KEY.slot()), node.affinity("keys").partition(KEY));
            } finally {
                discovery.release.countDown();
                first.join(30_000);
            }
            assertFalse(first.isAlive());
        }
    }

    @Test
    void isBinaryKey_objectOfAnotherClass_isNot() {
        try (TestGrid grid = new TestGrid()) {
            Ignite node = grid.startServer();
            assertTrue(SlotAffinity.isBinaryKey(node.binary().toBinary(KEY)));
            assertFalse(SlotAffinity.isBinaryKey(node.binary()
                    .builder("BinaryKeys")
                    .setField("bytes", new byte[1])
                    .build()));
        }
    }

    /** Holds the news of binary types back. */
    private static final class SlowDiscovery extends TcpDiscoverySpi {
        final CountDownLatch held = new CountDownLatch(1);

        final CountDownLatch release = new CountDownLatch(1);

        volatile boolean hold;

        @Override
        public void sendCustomEvent(DiscoverySpiCustomMessage message) {
            if (hold
                    && message instanceof CustomMessageWrapper wrapper
                    && wrapper.delegate() instanceof MetadataUpdateProposedMessage) {
                held.countDown();
                try {
                    release.await();
                } catch (InterruptedException e) {
                    throw new IgniteException(e);
                }
            }
            super.sendCustomEvent(message);
        }
    }
}
