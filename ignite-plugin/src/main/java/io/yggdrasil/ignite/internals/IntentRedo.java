package io.yggdrasil.ignite.internals;

import io.yggdrasil.ignite.YggdrasilException;
import io.yggdrasil.ignite.YggdrasilException.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.ignite.Ignite;
import org.apache.ignite.IgniteException;
import org.apache.ignite.IgniteLogger;
import org.apache.ignite.internal.IgniteEx;
import org.apache.ignite.internal.processors.cache.GridCacheContext;
import org.apache.ignite.internal.processors.cache.version.GridCacheVersion;
import org.jspecify.annotations.Nullable;

/**
 * Decides what becomes of the transactions of nodes that left, of which this node was told, and writes what it has to: see
 * {@link Intents}.
 *
 * <p>A write is done already if its entry has its version or a later one; one of a transaction of several primaries, which
 * give versions of their own, if the entry has not the version any more that it follows: the slots were held, so nobody else
 * has changed it. Where there is a version, it is given again: should the writer come back with its log, it has the same.
 *
 * <p>Checked on Ignite 2.17.0: {@code GridCacheVersion.compareTo}.
 *
 * <p>Threads: a daemon.
 */
public final class IntentRedo {
    private static final long ANSWER_SECONDS_MAX = 5;
    private static final long DRAIN_MILLIS_MAX = 5_000;
    private static final long RETRY_MILLIS = 5;

    private final Intents intents;
    private final IgniteLogger log;
    private final Semaphore calls = new Semaphore(0);
    private @Nullable Thread worker;
    private volatile boolean stopped;

    /** Makes the worker of a node. */
    public IntentRedo(Intents intents, IgniteLogger log) {
        this.intents = intents;
        this.log = log;
    }

    /** Starts to work. */
    public synchronized void start(Ignite ignite) {
        intents.start(ignite.cluster().localNode().id(), calls::release);
        ExchangeEpoch epoch = ExchangeEpoch.start(ignite);
        SentUpdates sent = new SentUpdates(((IgniteEx) ignite).context());
        sent.start();
        Thread thread = new Thread(() -> work(ignite, epoch, sent), "transaction-redo-" + ignite.name());
        thread.setDaemon(true);
        thread.start();
        worker = thread;
    }

    /** Ends the thread and waits for it; to be called before the node's caches stop. */
    public synchronized void stop() {
        stopped = true;
        calls.release();
        Thread thread = worker;
        if (thread == null) {
            return;
        }
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void work(Ignite ignite, ExchangeEpoch epoch, SentUpdates sent) {
        while (!stopped) {
            try {
                calls.acquire();
                calls.drainPermits();
                decideAll(ignite, epoch, sent);
            } catch (InterruptedException e) {
                break;
            } catch (RuntimeException e) {
                log.error("What a node that left had begun to write cannot be completed now", e);
            }
        }
        sent.stop();
        epoch.stop();
    }

    private void decideAll(Ignite ignite, ExchangeEpoch epoch, SentUpdates sent) throws InterruptedException {
        List<Intent> undecided = intents.book().undecided(intents::isAlive);
        if (undecided.isEmpty()) {
            return;
        }
        if (!sent.await(DRAIN_MILLIS_MAX)) {
            log.warning("Updates of other nodes wait for long to be applied; going on without them");
        }
        for (Intent intent : undecided) {
            boolean decided = false;
            while (!decided && !stopped) {
                decided = decide(ignite, epoch, intent);
                if (!decided) {
                    Thread.sleep(RETRY_MILLIS);
                }
            }
        }
    }

    /** Returns false when that is to be tried again. */
    private boolean decide(Ignite ignite, ExchangeEpoch epoch, Intent intent) throws InterruptedException {
        try {
            IntentBook.State end = endOf(intent);
            if (end == IntentBook.State.DONE) {
                redo(ignite, epoch, intent);
                log.info("Completed what node " + intent.id().node() + " had begun to write: "
                        + intent.writes().size() + " entries");
            }
            intents.book().end(intent.id(), end);
            return true;
        } catch (YggdrasilException | IgniteException | IllegalStateException e) {
            if (!(e instanceof YggdrasilException y) || y.kind() != Kind.RETRY) {
                log.warning("What a node that left had begun to write cannot be completed yet: " + e.getMessage());
            }
            return false;
        }
    }

    /** What the nodes agree upon that were told; a {@code RETRY} error when one does not answer. */
    private IntentBook.State endOf(Intent intent) throws InterruptedException {
        List<CompletableFuture<IntentBook.@Nullable State>> answers = new ArrayList<>();
        for (UUID node : intent.told()) {
            if (!intents.isSelf(node)) {
                answers.add(intents.ask(node, intent.id()));
            }
        }
        IntentBook.State end = IntentBook.State.DONE;
        for (CompletableFuture<IntentBook.@Nullable State> answer : answers) {
            try {
                IntentBook.State state = answer.get(ANSWER_SECONDS_MAX, TimeUnit.SECONDS);
                if (state == IntentBook.State.DROPPED) {
                    end = IntentBook.State.DROPPED;
                }
            } catch (ExecutionException | TimeoutException e) {
                throw new YggdrasilException(Kind.RETRY, "a node does not answer", e);
            }
        }
        return end;
    }

    /** Writes what this node is the primary of. */
    private static void redo(Ignite ignite, ExchangeEpoch epoch, Intent intent) {
        Map<Integer, EntryStore> stores = new HashMap<>();
        List<Intent.Write> mine = new ArrayList<>();
        List<EntryKey> keys = new ArrayList<>();
        for (Intent.Write write : intent.writes()) {
            EntryStore store = stores.computeIfAbsent(write.cacheId(), id -> open(ignite, epoch, id));
            PartitionView view = store == null ? null : store.viewOfAll();
            if (store != null && view == null) {
                throw new YggdrasilException(Kind.RETRY, "ownership is being decided");
            }
            if (store != null && view != null && view.isLocal(write.partition())) {
                mine.add(write);
                keys.add(EntryCodec.decodeKey(store, write.key(), write.partition()));
            }
        }
        if (!mine.isEmpty()) {
            write(mine, keys);
        }
    }

    /** Null when the cache was destroyed since. */
    private static @Nullable EntryStore open(Ignite ignite, ExchangeEpoch epoch, int cacheId) {
        GridCacheContext<?, ?> context =
                ((IgniteEx) ignite).context().cache().context().cacheContext(cacheId);
        return context == null ? null : EntryStore.open(ignite, context.name(), epoch);
    }

    private static void write(List<Intent.Write> writes, List<EntryKey> keys) {
        EntryScope scope = new EntryScope();
        scope.recover();
        keys.forEach(scope::add);
        try (scope) {
            if (scope.open() != EntryScope.Opening.OPEN) {
                throw new YggdrasilException(Kind.RETRY, "ownership is being decided");
            }
            long now = System.currentTimeMillis();
            scope.holdWrites();
            scope.useReserve(true);
            for (int i = 0; i < writes.size(); i++) {
                Intent.Write write = writes.get(i);
                EntryRow row = scope.row(i, Long.MIN_VALUE);
                byte[] value = write.value();
                if (isDone(write, row)) {
                    continue;
                }
                Object wanted = value == null
                        ? null
                        : EntryCodec.decodeValue(keys.get(i).store(), value);
                if (!write.follows()) {
                    Object version = Objects.requireNonNull(EntryVersion.decode(write.version()));
                    scope.redo(i, wanted, write.expireTime(), (GridCacheVersion) version);
                } else if (wanted != null) {
                    scope.put(i, wanted, write.expireTime(), now);
                } else {
                    scope.remove(i, Long.MIN_VALUE);
                }
            }
            scope.commit(now);
        }
        scope.takeAcks();
    }

    private static boolean isDone(Intent.Write write, EntryRow row) {
        Object version = EntryVersion.decode(write.version());
        Object now = row.version();
        if (write.follows()) {
            return version == null ? now != null : !version.equals(now);
        }
        return now != null && version != null && ((GridCacheVersion) now).compareTo((GridCacheVersion) version) >= 0;
    }
}
