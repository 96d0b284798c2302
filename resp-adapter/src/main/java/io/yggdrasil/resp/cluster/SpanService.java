package io.yggdrasil.resp.cluster;

import io.yggdrasil.ignite.Yggdrasil;
import io.yggdrasil.ignite.YggdrasilException;
import io.yggdrasil.ignite.YggdrasilException.Kind;
import io.yggdrasil.ignite.collection.RootValue;
import io.yggdrasil.ignite.internals.Ack;
import io.yggdrasil.ignite.internals.EntryKey;
import io.yggdrasil.ignite.internals.EntryRow;
import io.yggdrasil.ignite.internals.EntryScope;
import io.yggdrasil.ignite.internals.PartitionView;
import io.yggdrasil.resp.command.RedisException;
import io.yggdrasil.resp.dispatch.SlotLocks;
import io.yggdrasil.resp.grid.Grid;
import io.yggdrasil.resp.grid.GridKeyspaces;
import io.yggdrasil.resp.keyspace.Keyspace;
import io.yggdrasil.resp.keyspace.OutOfMemoryException;
import io.yggdrasil.resp.keyspace.ValueType;
import io.yggdrasil.resp.script.KillCandidate;
import io.yggdrasil.resp.script.RunningScripts;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This node's part in commands that other nodes run over several: it holds slots for them, tells what is there, and
 * writes what they decided.
 *
 * <p>Threads: questions run on threads of their own. Leases have other threads than the rest: a lease waits until another
 * one is given back, and that must not wait for a thread.
 */
final class SpanService implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SpanService.class);
    private static final int LEASE_THREADS_MAX = 64;
    private static final int THREADS = 4;
    private static final int QUESTIONS_MAX = 4096;
    private static final long ACK_SECONDS_MAX = 60;
    /** A time by which no key is over. */
    private static final long NEVER_OVER = 0;

    private static final long OPEN_NANOS_MAX = TimeUnit.SECONDS.toNanos(2);
    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    /** How long a lease waits for slots before it looks whether a script keeps this node busy. */
    private static final long TURN_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final Grid grid;
    private final Leases leases;
    private final SlotLocks locks;
    private final RunningScripts scripts;
    private final Lane.Outgoing outgoing;
    private final ThreadPoolExecutor leasing = new ThreadPoolExecutor(
            0, LEASE_THREADS_MAX, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> thread(task, "resp-lease"));
    private final ThreadPoolExecutor working = new ThreadPoolExecutor(
            THREADS,
            THREADS,
            10,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(QUESTIONS_MAX),
            task -> thread(task, "resp-span"));

    SpanService(Grid grid, SlotLocks locks, Leases leases, RunningScripts scripts, Lane.Outgoing outgoing) {
        this.grid = grid;
        this.locks = locks;
        this.leases = leases;
        this.scripts = scripts;
        this.outgoing = outgoing;
        working.allowCoreThreadTimeOut(true);
    }

    private static Thread thread(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /** Takes a question; the answer comes later. */
    void onAsk(UUID from, byte[] message) {
        Unpacker in = new Unpacker(message, 1);
        long number = in.getLong();
        byte what = (byte) in.getByte();
        Executor threads = what == SpanQuestion.LEASE ? leasing : working;
        try {
            threads.execute(() -> answer(from, number, what, in));
        } catch (RejectedExecutionException e) {
            reply(from, number, Dialog.REFUSED, out -> out.putText("too many commands over several nodes"));
        }
    }

    /** Takes back the slots that others hold for too long; to be called from time to time. */
    void expireLeases() {
        leases.expire();
    }

    void onNodeLeft(UUID node) {
        leases.forgetScripts(node);
        // Until it is decided what becomes of its transactions, nobody is to see the keys of these.
        Yggdrasil.of(grid.ignite()).intents().whenDecided(node, () -> leases.onNodeLeft(node));
    }

    private void answer(UUID from, long number, byte what, Unpacker in) {
        try {
            Packer details = new Packer(256);
            handle(from, what, in, details);
            reply(from, number, Dialog.DONE, out -> out.putRaw(details.toBytes()));
        } catch (OutOfMemoryException e) {
            reply(from, number, Dialog.FAILED, out -> out.putText(e.getMessage()));
        } catch (YggdrasilException e) {
            byte status = e.kind() == Kind.RETRY ? Dialog.REFUSED : Dialog.FAILED;
            reply(from, number, status, out -> out.putText(SpanRunner.text(e)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            LOG.error("A question of node {} failed", from, e);
            reply(from, number, Dialog.FAILED, out -> out.putText("ERR internal error"));
        }
    }

    private void reply(UUID to, long number, byte status, Dialog.Details details) {
        Packer out = new Packer(256);
        out.putByte(MessageKind.ANSWER);
        out.putLong(number);
        out.putByte(status);
        details.write(out);
        outgoing.send(to, out.array(), out.size());
    }

    private void handle(UUID from, byte what, Unpacker in, Packer out) throws InterruptedException {
        switch (what) {
            case SpanQuestion.LEASE -> lease(from, in, out);
            case SpanQuestion.READ -> {
                requireLease(new Leases.Holder(from, in.getLong()));
                writeRow(out, RowCodec.readKey(in, new RowCodec.Stores(grid)), new EntryRow());
            }
            case SpanQuestion.PEEK -> writeRow(out, RowCodec.readKey(in, new RowCodec.Stores(grid)), new EntryRow());
            case SpanQuestion.APPLY -> apply(from, in);
            case SpanQuestion.RELEASE -> leases.release(new Leases.Holder(from, in.getLong()));
            case SpanQuestion.GLANCE -> glance(in, out);
            case SpanQuestion.VALIDATE -> out.putByte(isUnchanged(in) ? 1 : 0);
            case SpanQuestion.SIZE -> {
                int database = in.getByte();
                String topology = grid.topology(database);
                long size = local(database).size();
                putSame(out, topology, database);
                out.putLong(size);
            }
            case SpanQuestion.SCAN -> scan(in, out);
            case SpanQuestion.RUNS -> leases.runs(new Leases.Holder(from, in.getLong()), in.getByte() != 0);
            case SpanQuestion.CANDIDATE -> {
                KillCandidate candidate = scripts.candidate(in.getByte() != 0);
                out.putByte(candidate.order());
                out.putLong(candidate.millis());
            }
            case SpanQuestion.KILL -> kill(in.getByte() != 0);
            case SpanQuestion.RANDOM -> out.putBytes(local(in.getByte()).randomKey());
            default -> throw new IllegalArgumentException("what=" + what);
        }
    }

    private void lease(UUID from, Unpacker in, Packer out) throws InterruptedException {
        Leases.Holder holder = new Leases.Holder(from, in.getLong());
        long waitNanos = TimeUnit.MILLISECONDS.toNanos(in.getInt());
        boolean all = in.getByte() != 0;
        int[] partitions = ints(in);
        List<EntryKey> keys = RowCodec.readKeys(in, new RowCodec.Stores(grid));
        long start = System.nanoTime();
        while (!leases.take(holder, partitions, all, Math.min(waitNanos, TURN_NANOS))) {
            if (scripts.isBusy()) {
                throw new YggdrasilException(Kind.RESOURCE, scripts.busyError());
            }
            if (System.nanoTime() - start >= waitNanos) {
                throw new YggdrasilException(Kind.RETRY, "slots are not free");
            }
        }
        try {
            writeRows(out, keys);
        } catch (RuntimeException | Error e) {
            leases.release(holder);
            throw e;
        }
    }

    private void kill(boolean function) {
        try {
            scripts.killHere(function);
        } catch (RedisException e) {
            throw new YggdrasilException(Kind.RESOURCE, String.valueOf(e.getMessage()), e);
        }
    }

    private void requireLease(Leases.Holder holder) {
        if (!leases.isHeld(holder)) {
            throw new YggdrasilException(Kind.RETRY, "slots are not held any more");
        }
    }

    private void writeRows(Packer out, List<EntryKey> keys) {
        EntryRow row = new EntryRow();
        for (EntryKey key : keys) {
            writeRow(out, key, row);
        }
    }

    /** Tells a row as this node, being the primary, has it; expired ones too, for the asker's clock decides. */
    private static void writeRow(Packer out, EntryKey key, EntryRow row) {
        PartitionView view = key.store().view();
        boolean here =
                view != null && view.isLocal(key.partition()) && key.store().read(key, Long.MIN_VALUE, row);
        if (view == null || !here || !key.store().isCurrent(view)) {
            throw new YggdrasilException(Kind.RETRY, "partition " + key.partition() + " is not here");
        }
        if (!row.isPresent()) {
            row.absent(key.store().settledStamp(key));
        }
        RowCodec.writeRow(out, key.store(), row);
    }

    private void glance(Unpacker in, Packer out) {
        int[] partitions = ints(in);
        List<EntryKey> keys = RowCodec.readKeys(in, new RowCodec.Stores(grid));
        for (int partition : partitions) {
            long stamp = locks.tryOptimisticRead(partition);
            if (stamp == 0) {
                throw new YggdrasilException(Kind.RETRY, "slots are not free");
            }
            out.putLong(stamp);
        }
        out.putLong(epochOf(keys));
        writeRows(out, keys);
    }

    private static long epochOf(List<EntryKey> keys) {
        PartitionView view = keys.get(0).store().view();
        return view == null ? GridKeyspaces.ANY_EPOCH : view.epoch();
    }

    private boolean isUnchanged(Unpacker in) {
        int[] partitions = ints(in);
        boolean same = true;
        for (int partition : partitions) {
            same &= locks.validate(partition, in.getLong());
        }
        long epoch = in.getLong();
        return same && epochOf(RowCodec.readKeys(in, new RowCodec.Stores(grid))) == epoch;
    }

    private void scan(Unpacker in, Packer out) {
        int database = in.getByte();
        String topology = grid.topology(database);
        long cursor = in.getLong();
        int count = in.getInt();
        List<byte[]> keys = new ArrayList<>();
        List<ValueType> types = new ArrayList<>();
        long next = local(database).scan(cursor, count, (key, type) -> {
            keys.add(key);
            types.add(type);
            return true;
        });
        putSame(out, topology, database);
        out.putLong(next);
        out.putInt(keys.size());
        for (int i = 0; i < keys.size(); i++) {
            out.putBytes(keys.get(i));
            out.putByte(types.get(i).ordinal());
        }
    }

    private void putSame(Packer out, String topology, int database) {
        if (!topology.equals(grid.topology(database))) {
            throw new YggdrasilException(Kind.RETRY, "ownership has changed");
        }
        out.putText(topology);
    }

    private Keyspace local(int database) {
        GridKeyspaces keyspaces = new GridKeyspaces(grid, System::currentTimeMillis);
        keyspaces.begin();
        return keyspaces.database(database);
    }

    private void apply(UUID from, Unpacker in) throws InterruptedException {
        Leases.Holder holder = new Leases.Holder(from, in.getLong());
        if (!leases.keep(holder)) {
            throw new YggdrasilException(Kind.RETRY, "slots are not held any more");
        }
        List<EntryKey> awaited = new ArrayList<>();
        try {
            for (int database : ints(in)) {
                local(database).clear();
            }
            write(in, awaited);
        } finally {
            leases.release(holder);
        }
        grid.writeListener().onWritten(awaited);
    }

    /** Writes, and notes for which of the written keys clients wait. */
    private void write(Unpacker in, List<EntryKey> awaited) throws InterruptedException {
        int count = in.getInt();
        if (count == 0) {
            return;
        }
        RowCodec.Stores stores = new RowCodec.Stores(grid);
        EntryScope scope = new EntryScope();
        List<EntryKey> keys = new ArrayList<>(count);
        Object[] values = new Object[count];
        long[] expireTimes = new long[count];
        for (int i = 0; i < count; i++) {
            EntryKey key = RowCodec.readKey(in, stores);
            scope.add(key);
            keys.add(key);
            byte[] value = in.getBytesOrNull();
            values[i] = value == null ? null : io.yggdrasil.ignite.internals.EntryCodec.decodeValue(key.store(), value);
            expireTimes[i] = in.getLong();
        }
        try (scope) {
            open(scope);
            scope.holdWrites();
            long now = System.currentTimeMillis();
            for (int i = 0; i < count; i++) {
                Object value = values[i];
                if (value == null) {
                    scope.remove(i, NEVER_OVER); // One whose time is over goes, too: the asker may have seen it.
                } else {
                    put(scope, i, value, expireTimes[i], now);
                    if (value instanceof RootValue root) {
                        grid.fieldExpiry().onPut(keys.get(i), root);
                    }
                }
            }
            scope.commit(now);
        }
        keys.stream().filter(grid.writeListener()::isAwaited).forEach(awaited::add);
        await(scope.takeAcks());
    }

    private static void put(EntryScope scope, int index, Object value, long expireTime, long now) {
        try {
            scope.put(index, value, expireTime, now);
        } catch (YggdrasilException e) {
            if (e.kind() == Kind.RESOURCE) {
                throw new OutOfMemoryException();
            }
            throw e;
        }
    }

    private static void open(EntryScope scope) {
        long deadline = System.nanoTime() + OPEN_NANOS_MAX;
        while (scope.open() != EntryScope.Opening.OPEN) {
            if (System.nanoTime() > deadline) {
                throw new YggdrasilException(Kind.RETRY, "ownership is being decided");
            }
            LockSupport.parkNanos(RETRY_NANOS);
        }
    }

    private static void await(List<Ack> acks) throws InterruptedException {
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
        if (!left.await(ACK_SECONDS_MAX, TimeUnit.SECONDS)) {
            throw new YggdrasilException(Kind.RESOURCE, "ERR the write may not have reached every copy");
        }
        Throwable error = failure.get();
        if (error != null) {
            throw new YggdrasilException(
                    Kind.RESOURCE, "ERR the write may not have reached every copy: " + error.getMessage(), error);
        }
    }

    private static int[] ints(Unpacker in) {
        int[] values = new int[in.getInt()];
        for (int i = 0; i < values.length; i++) {
            values[i] = in.getInt();
        }
        return values;
    }

    @Override
    public void close() {
        leasing.shutdownNow();
        working.shutdownNow();
    }
}
