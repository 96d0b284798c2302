package io.yggdrasil.ignite.internals;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.ignite.internal.GridKernalContext;
import org.apache.ignite.internal.processors.cache.distributed.dht.preloader.GridDhtPartitionsExchangeFuture;
import org.apache.ignite.internal.processors.cache.distributed.dht.preloader.PartitionsExchangeAware;
import org.apache.ignite.internal.util.StripedExecutor;

/**
 * The updates of copies that have come from other nodes and wait in Ignite's stripes to be applied. A node that left may have
 * sent some: they are applied before this node becomes the primary of what was its, or half of a message would be seen, and
 * the other half could be overtaken by new writes.
 *
 * <p>Checked on Ignite 2.17.0: {@code GridIoManager.processRegularMessage}, {@code StripedExecutor.execute}.
 *
 * <p>Threads: any.
 */
final class SentUpdates implements PartitionsExchangeAware {
    /** An exchange waits no longer: Ignite itself would not wait at all. */
    private static final long EXCHANGE_MILLIS_MAX = 1_000;

    private final GridKernalContext kernal;

    SentUpdates(GridKernalContext kernal) {
        this.kernal = kernal;
    }

    /** Has exchanges wait from now on. */
    void start() {
        kernal.cache().context().exchange().registerExchangeAwareComponent(this);
    }

    void stop() {
        kernal.cache().context().exchange().unregisterExchangeAwareComponent(this);
    }

    @Override
    public void onInitBeforeTopologyLock(GridDhtPartitionsExchangeFuture future) {
        if (future.exchangeId().isLeft()) {
            try {
                await(EXCHANGE_MILLIS_MAX);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Waits until what has come is applied; returns whether it was in time. */
    boolean await(long millisMax) throws InterruptedException {
        StripedExecutor stripes = kernal.pools().getStripedExecutorService();
        CountDownLatch done = new CountDownLatch(stripes.stripesCount());
        for (int i = 0; i < stripes.stripesCount(); i++) {
            stripes.execute(i, done::countDown);
        }
        return done.await(millisMax, TimeUnit.MILLISECONDS);
    }
}
