package io.yggdrasil.resp.grid;

import io.yggdrasil.ignite.YggdrasilException;
import io.yggdrasil.ignite.internals.Ack;
import io.yggdrasil.ignite.internals.EntryScope;
import io.yggdrasil.ignite.internals.EntryStore;
import io.yggdrasil.ignite.internals.PartitionView;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * Removes every entry of this node's primary partitions, whoever stored it, in batches that each have a scope of their
 * own. The caller holds the slots' locks and no scope: a scope inside another could deadlock. Blocks until the copies
 * on other nodes have followed.
 */
final class Sweep {
    private static final int BATCH = 64;
    private static final int KEYS_MAX = 4096;
    private static final long ACK_SECONDS_MAX = 60;
    private static final long SETTLE_NANOS_MAX = TimeUnit.SECONDS.toNanos(30);
    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final EntryScope scope = new EntryScope();
    private final List<Object> keys = new ArrayList<>();
    private long removed;

    /** How many entries were removed. */
    long removed() {
        return removed;
    }

    /** Empties the store. When ownership changes meanwhile, it goes on with what is this node's then. */
    void clear(EntryStore store) {
        long since = System.nanoTime();
        while (!tryClear(store)) {
            if (System.nanoTime() - since > SETTLE_NANOS_MAX || store.isStopped()) {
                throw new YggdrasilException(YggdrasilException.Kind.RESOURCE, "ownership was not decided in time");
            }
            LockSupport.parkNanos(RETRY_NANOS);
        }
    }

    private boolean tryClear(EntryStore store) {
        PartitionView view = store.view();
        if (view == null) {
            return false;
        }
        for (int p = view.nextLocal(0); p >= 0; p = view.nextLocal(p + 1)) {
            if (store.size(p) > 0 && !clear(store, p)) {
                return false;
            }
        }
        return store.isCurrent(view);
    }

    /** Empties a partition; false when it may not be this node's any more. */
    private boolean clear(EntryStore store, int partition) {
        do {
            keys.clear();
            store.scanKeys(partition, key -> {
                keys.add(key);
                return keys.size() < KEYS_MAX;
            });
            for (int from = 0; from < keys.size(); from += BATCH) {
                if (!remove(store, partition, keys.subList(from, Math.min(from + BATCH, keys.size())))) {
                    return false;
                }
            }
        } while (keys.size() == KEYS_MAX);
        return true;
    }

    private boolean remove(EntryStore store, int partition, List<Object> batch) {
        for (Object key : batch) {
            scope.add(store.key(key, partition));
        }
        try (scope) {
            if (scope.open() != EntryScope.Opening.OPEN) {
                return false;
            }
            for (int i = 0; i < batch.size(); i++) {
                scope.removeAny(i);
            }
            removed += batch.size();
        }
        await(scope.takeAcks());
        return true;
    }

    private static void await(List<Ack> acks) {
        if (acks.isEmpty()) {
            return;
        }
        CountDownLatch left = new CountDownLatch(acks.size());
        AtomicReference<Throwable> failure = new AtomicReference<>();
        for (Ack ack : acks) {
            ack.onDone(error -> {
                if (error != null) {
                    failure.set(error);
                }
                left.countDown();
            });
        }
        try {
            if (!left.await(ACK_SECONDS_MAX, TimeUnit.SECONDS)) {
                throw new YggdrasilException(YggdrasilException.Kind.RESOURCE, "copies do not confirm removals");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new YggdrasilException(YggdrasilException.Kind.RESOURCE, "the node is stopping", e);
        }
        Throwable error = failure.get();
        if (error != null) {
            throw new YggdrasilException(
                    YggdrasilException.Kind.RESOURCE, "a copy did not confirm a removal: " + error.getMessage(), error);
        }
    }
}
