package io.yggdrasil.resp.state;

import io.yggdrasil.resp.clients.ClientRegistry;
import io.yggdrasil.resp.parameter.Parameter;
import io.yggdrasil.resp.parameter.Parameters;
import io.yggdrasil.resp.stats.Rates;
import io.yggdrasil.resp.tracking.TrackingTable;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens from time to time on one thread: rates are sampled, memory is measured, tables are kept in their limits, idle and
 * slow clients are closed.
 */
final class Housekeeping implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
    private static final int PERIOD_MILLIS = 100;

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread created = new Thread(task, "resp-housekeeping");
        created.setDaemon(true);
        return created;
    });
    private final ClientRegistry clients;
    private final Parameter timeoutSeconds;
    private final Rates rates;
    private final MemoryLimit memory;
    private final CopiesLimit copies;
    private final DiskLimit disk;
    private final ExpirySwitch expiry;
    private final TrackingTable tracking;
    private final OutputLimit output;

    Housekeeping(
            ClientRegistry clients,
            Parameters parameters,
            Rates rates,
            MemoryLimit memory,
            CopiesLimit copies,
            DiskLimit disk,
            ExpirySwitch expiry,
            TrackingTable tracking) {
        this.clients = clients;
        this.timeoutSeconds = parameters.get("timeout");
        this.rates = rates;
        this.memory = memory;
        this.copies = copies;
        this.disk = disk;
        this.expiry = expiry;
        this.tracking = tracking;
        this.output = new OutputLimit(clients, parameters);
        thread.scheduleWithFixedDelay(this::run, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Runs tasks later, short ones. */
    ScheduledExecutorService timer() {
        return thread;
    }

    private void run() {
        try {
            rates.sample(System.nanoTime());
            memory.measure();
            copies.count();
            disk.measure();
            expiry.apply();
            tracking.shrink();
            output.enforce(System.currentTimeMillis());
            closeIdle(System.currentTimeMillis());
        } catch (RuntimeException e) {
            LOG.warn("Housekeeping failed: {}", e.toString(), e);
        }
    }

    private void closeIdle(long nowMillis) {
        long limit = timeoutSeconds.number() * 1000;
        if (limit == 0) {
            return;
        }
        clients.forEach(session -> {
            boolean exempt = session.monitor()
                    || session.blocked() != null
                    || session.paused()
                    || session.subscriptions().any();
            if (!exempt && nowMillis - session.lastCommandMillis() > limit) {
                session.link().close(false);
            }
        });
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
