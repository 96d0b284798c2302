package io.yggdrasil.ignite.region;

import io.yggdrasil.tier.region.RegionFault;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the media of a node's regions every second, some system calls each, and tells each fault once: a medium can go
 * without anybody touching a page, and whoever touches one learns nothing but that memory is gone.
 *
 * <p>Threads: one of its own, a daemon. {@link #check} may be called by tests instead.
 */
public final class RegionWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RegionWatch.class);

    private static final long PERIOD_MILLIS = 1_000;

    private static final long STOP_SECONDS = 10;

    private final Supplier<List<RegionView>> regions;

    private final Consumer<String> onLost;

    private final Map<String, RegionFault> told = new HashMap<>();

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread daemon = new Thread(task, "yggdrasil-region-watch");
        daemon.setDaemon(true);
        return daemon;
    });

    /**
     * Watches nothing before it is started.
     *
     * @param onLost told in one line when the content of a region is gone
     */
    public RegionWatch(Supplier<List<RegionView>> regions, Consumer<String> onLost) {
        this.regions = regions;
        this.onLost = onLost;
    }

    /** Begins to look. */
    public void start() {
        var unused = thread.scheduleWithFixedDelay(this::tryCheck, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void tryCheck() {
        try {
            check();
        } catch (RuntimeException e) {
            LOG.warn("The memory regions could not be looked at", e); // The next look may do better.
        }
    }

    /** Looks once. */
    void check() {
        for (RegionView region : regions.get()) {
            RegionFault fault = region.fault();
            if (fault != null && !fault.equals(told.put(region.name(), fault))) {
                tell(RegionLoss.message(region), fault.lost());
            }
        }
    }

    private void tell(String message, boolean lost) {
        if (lost) {
            LOG.error("The memory of {}", message);
            onLost.accept(message);
        } else {
            LOG.warn("The memory of {}", message);
        }
    }

    /** Ends, after a look that has begun. */
    @Override
    public void close() {
        thread.shutdownNow();
        try {
            if (!thread.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("The watch of memory regions hangs");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
