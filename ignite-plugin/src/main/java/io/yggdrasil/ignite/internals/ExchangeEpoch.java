package io.yggdrasil.ignite.internals;

import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.ignite.Ignite;
import org.apache.ignite.internal.IgniteEx;
import org.apache.ignite.internal.processors.cache.GridCacheSharedContext;
import org.apache.ignite.internal.processors.cache.distributed.dht.preloader.GridDhtPartitionsExchangeFuture;
import org.apache.ignite.internal.processors.cache.distributed.dht.preloader.PartitionsExchangeAware;

/**
 * Counts partition map exchanges of a node, so that a reader can tell that ownership did not change under it.
 *
 * <p>The count moves before the exchange locks the topology, and again when it is done. No other node accepts a write
 * to a partition that this node lost before this node has taken part in the exchange; so a read whose epoch is the
 * same before and after it was served by the primary. Checked on Ignite 2.17.0.
 */
public final class ExchangeEpoch implements PartitionsExchangeAware {
    private final GridCacheSharedContext<?, ?> shared;
    private final AtomicLong epoch = new AtomicLong();
    private final CopyOnWriteArrayList<Runnable> listeners = new CopyOnWriteArrayList<>();

    private ExchangeEpoch(GridCacheSharedContext<?, ?> shared) {
        this.shared = shared;
    }

    /** Starts counting on a started node. */
    public static ExchangeEpoch start(Ignite ignite) {
        ExchangeEpoch epoch =
                new ExchangeEpoch(((IgniteEx) ignite).context().cache().context());
        epoch.shared.exchange().registerExchangeAwareComponent(epoch);
        return epoch;
    }

    /** Stops counting. */
    public void stop() {
        shared.exchange().unregisterExchangeAwareComponent(this);
    }

    /** Runs {@code listener} on Ignite's exchange thread whenever an exchange is done; it must not block. */
    public void onSettled(Runnable listener) {
        listeners.add(listener);
    }

    long current() {
        return epoch.get();
    }

    boolean isSettled() {
        GridDhtPartitionsExchangeFuture last = shared.exchange().lastTopologyFuture();
        return last == null || last.isDone();
    }

    @Override
    public void onInitBeforeTopologyLock(GridDhtPartitionsExchangeFuture future) {
        epoch.incrementAndGet();
    }

    @Override
    public void onDoneAfterTopologyUnlock(GridDhtPartitionsExchangeFuture future) {
        epoch.incrementAndGet();
        listeners.forEach(Runnable::run);
    }
}
