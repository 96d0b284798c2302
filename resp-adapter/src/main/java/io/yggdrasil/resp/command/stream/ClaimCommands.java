package io.yggdrasil.resp.command.stream;

import static io.yggdrasil.resp.command.CommandFlag.FAST;
import static io.yggdrasil.resp.command.CommandFlag.WRITE;
import static io.yggdrasil.resp.command.KeySpec.Flag.DELETE;
import static io.yggdrasil.resp.command.KeySpec.Flag.RW;
import static io.yggdrasil.resp.command.KeySpec.Flag.UPDATE;

import io.yggdrasil.ignite.collection.Collection;
import io.yggdrasil.resp.collection.PendingEntry;
import io.yggdrasil.resp.collection.StreamConsumer;
import io.yggdrasil.resp.collection.StreamEntry;
import io.yggdrasil.resp.collection.StreamGroup;
import io.yggdrasil.resp.collection.StreamId;
import io.yggdrasil.resp.collection.StreamLog;
import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.command.CommandTable;
import io.yggdrasil.resp.command.Errors;
import io.yggdrasil.resp.command.KeySpec;
import io.yggdrasil.resp.command.RedisException;
import io.yggdrasil.resp.pubsub.KeyEvents.Type;
import io.yggdrasil.resp.wire.ReplyWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** XCLAIM and XAUTOCLAIM. */
final class ClaimCommands {
    private static final long COUNT_DEFAULT = 100;

    /** How many entries XAUTOCLAIM looks at for one that it claims. */
    private static final long LOOKED_AT_FACTOR = 10;

    /** As Redis, which keeps 16 bytes an entry meanwhile. */
    private static final long COUNT_MAX = Long.MAX_VALUE / 16;

    private ClaimCommands() {}

    static void declare(CommandTable table) {
        table.add(StreamCommands.named("xclaim")
                .arity(-6)
                .syntax("key group consumer min-idle-time id... [IDLE ms:integer] [TIME unix-time-milliseconds]"
                        + " [RETRYCOUNT count] [FORCE] [JUSTID] [LASTID lastid]")
                .flags(WRITE, FAST)
                .keys(KeySpec.at(1, RW, UPDATE))
                .tips("nondeterministic_output")
                .since("5.0.0")
                .summary("Gives pending entries to another consumer of a group.")
                .complexity("O(N log M) where N is the number of ids, M of pending entries.")
                .handler(ClaimCommands::xclaim));
        table.add(StreamCommands.named("xautoclaim")
                .arity(-6)
                .syntax("key group consumer min-idle-time start [COUNT count] [JUSTID]")
                .flags(WRITE, FAST)
                .keys(KeySpec.at(1, RW, DELETE))
                .tips("nondeterministic_output")
                .since("6.2.0")
                .summary("Gives pending entries that were not acknowledged for a while to another consumer of a group.")
                .complexity("O(N log M) where N is the number of entries looked at, M of pending entries.")
                .handler(ClaimCommands::xautoclaim));
    }

    /** Entries that were claimed; without their content where only ids are wanted. */
    private static final class Claimed {
        private final boolean justIds;
        private final List<StreamEntry> entries = new ArrayList<>();
        private final List<StreamId> ids = new ArrayList<>();

        Claimed(boolean justIds) {
            this.justIds = justIds;
        }

        void add(StreamEntry entry) {
            if (justIds) {
                ids.add(entry.id());
            } else {
                entries.add(entry);
            }
        }

        void write(ReplyWriter reply) {
            if (justIds) {
                writeIds(reply, ids);
                return;
            }
            reply.array(entries.size());
            entries.forEach(entry -> StreamCommands.write(reply, entry));
        }
    }

    private static void writeIds(ReplyWriter reply, List<StreamId> ids) {
        reply.array(ids.size());
        ids.forEach(id -> reply.bulk(id.text()));
    }

    private static void xclaim(Call call) {
        Collection stream = StreamCommands.stream(call, 1);
        StreamGroup group = PendingCommands.requireGroup(call, stream);
        ClaimOptions options = ClaimOptions.of(call);
        StreamLog log = new StreamLog(Objects.requireNonNull(stream));
        if (options.lastId().compareTo(group.lastId()) > 0) {
            group.set(options.lastId(), group.entriesRead());
        }
        if (call.wants(Type.STREAM) && group.consumer(call.bytes(3)) == null) {
            call.event(Type.STREAM, "xgroup-createconsumer", call.key(1));
        }
        StreamConsumer consumer = group.consumerThatAsks(call.bytes(3), call.nowMillis());
        Claimed claimed = new Claimed(options.justIds());
        for (StreamId id : options.ids()) {
            PendingEntry pending = group.pending(id);
            StreamEntry entry = log.get(id);
            if (entry == null) {
                group.removePending(id);
            } else if (options.takes(pending, call.nowMillis())) {
                group.putPending(options.claim(id, pending, consumer));
                consumer.active(call.nowMillis());
                claimed.add(entry);
            }
        }
        group.save(consumer);
        call.keyspace().save(call.key(1), stream);
        claimed.write(call.reply());
    }

    private static void xautoclaim(Call call) {
        long idleMin = Math.max(0, call.integer(4, "ERR Invalid min-idle-time argument for XAUTOCLAIM"));
        StreamId start = StreamIds.start(call, 5);
        long count = COUNT_DEFAULT;
        boolean justIds = false;
        for (int i = 6; i < call.count(); i++) {
            if (i + 1 < call.count() && call.is(i, "COUNT")) {
                count = count(call, ++i);
            } else if (call.is(i, "JUSTID")) {
                justIds = true;
            } else {
                throw Errors.syntax();
            }
        }
        Collection stream = StreamCommands.stream(call, 1);
        StreamGroup group = PendingCommands.requireGroup(call, stream);
        if (call.wants(Type.STREAM) && group.consumer(call.bytes(3)) == null) {
            call.event(Type.STREAM, "xgroup-createconsumer", call.key(1));
        }
        StreamConsumer consumer = group.consumerThatAsks(call.bytes(3), call.nowMillis());
        Sweep sweep = new Sweep(call, new StreamLog(Objects.requireNonNull(stream)), group, consumer, justIds);
        StreamId next = sweep.run(start, idleMin, count);
        group.save(consumer);
        call.keyspace().save(call.key(1), stream);
        ReplyWriter reply = call.reply();
        reply.array(3);
        reply.bulk(next.text());
        sweep.claimed.write(reply);
        writeIds(reply, sweep.deleted);
    }

    private static long count(Call call, int index) {
        long count = call.integer(index, "ERR COUNT must be > 0");
        if (count < 1 || count > COUNT_MAX) {
            throw new RedisException("ERR COUNT must be > 0");
        }
        return count;
    }

    /** XAUTOCLAIM on its way through the pending entries. */
    private static final class Sweep {
        private final Call call;
        private final StreamLog log;
        private final StreamGroup group;
        private final StreamConsumer consumer;
        private final boolean justIds;
        private final Claimed claimed;
        private final List<StreamId> deleted = new ArrayList<>();

        Sweep(Call call, StreamLog log, StreamGroup group, StreamConsumer consumer, boolean justIds) {
            this.call = call;
            this.log = log;
            this.group = group;
            this.consumer = consumer;
            this.justIds = justIds;
            this.claimed = new Claimed(justIds);
        }

        /** Returns where to go on; the least of all ids at the end. */
        StreamId run(StreamId start, long idleMin, long count) {
            long left = count;
            long place = group.pendingBelow(start);
            for (long looks = count * LOOKED_AT_FACTOR;
                    looks > 0 && left > 0 && place < group.pendingCount();
                    looks--) {
                PendingEntry pending = group.pendingAt(place);
                StreamEntry entry = log.get(pending.id());
                if (entry == null) {
                    group.removePending(pending.id());
                    deleted.add(pending.id());
                    left--;
                } else if (call.nowMillis() - pending.deliveredMillis() < idleMin && idleMin > 0) {
                    place++;
                } else {
                    claim(entry, pending);
                    left--;
                    place++;
                }
            }
            return place < group.pendingCount() ? group.pendingAt(place).id() : StreamId.MIN;
        }

        private void claim(StreamEntry entry, PendingEntry pending) {
            long deliveries = pending.deliveries() + (justIds ? 0 : 1);
            group.putPending(new PendingEntry(entry.id(), consumer.number(), call.nowMillis(), deliveries));
            consumer.active(call.nowMillis());
            claimed.add(entry);
        }
    }
}
