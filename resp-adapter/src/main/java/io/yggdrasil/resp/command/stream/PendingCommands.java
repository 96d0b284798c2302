package io.yggdrasil.resp.command.stream;

import static io.yggdrasil.resp.command.CommandFlag.FAST;
import static io.yggdrasil.resp.command.CommandFlag.READONLY;
import static io.yggdrasil.resp.command.CommandFlag.WRITE;
import static io.yggdrasil.resp.command.KeySpec.Flag.ACCESS;
import static io.yggdrasil.resp.command.KeySpec.Flag.RO;
import static io.yggdrasil.resp.command.KeySpec.Flag.RW;
import static io.yggdrasil.resp.command.KeySpec.Flag.UPDATE;

import io.yggdrasil.ignite.collection.Collection;
import io.yggdrasil.resp.collection.PendingEntry;
import io.yggdrasil.resp.collection.StreamConsumer;
import io.yggdrasil.resp.collection.StreamGroup;
import io.yggdrasil.resp.collection.StreamGroups;
import io.yggdrasil.resp.collection.StreamId;
import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.command.CommandTable;
import io.yggdrasil.resp.command.Errors;
import io.yggdrasil.resp.command.KeySpec;
import io.yggdrasil.resp.command.RedisException;
import io.yggdrasil.resp.wire.ReplyWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** XACK and XPENDING. */
final class PendingCommands {
    private PendingCommands() {}

    static void declare(CommandTable table) {
        table.add(StreamCommands.named("xack")
                .arity(-4)
                .syntax("key group id...")
                .flags(WRITE, FAST)
                .keys(KeySpec.at(1, RW, UPDATE))
                .since("5.0.0")
                .summary("Acknowledges entries that were delivered to consumers of a group.")
                .complexity("O(N log M) where N is the number of ids, M of pending entries.")
                .handler(PendingCommands::xack));
        table.add(StreamCommands.named("xpending")
                .arity(-3)
                .syntax("key group filters=[[IDLE min-idle-time:integer]@6.2.0 start end count [consumer]]")
                .flags(READONLY)
                .keys(KeySpec.at(1, RO, ACCESS))
                .tips("nondeterministic_output")
                .since("5.0.0")
                .summary("Lists the entries that were delivered to consumers of a group and not acknowledged.")
                .complexity("O(log M + N) where N is the number of entries looked at, M of pending entries.")
                .handler(PendingCommands::xpending));
    }

    private static void xack(Call call) {
        Collection stream = StreamCommands.stream(call, 1);
        StreamGroup group = stream == null ? null : new StreamGroups(stream).find(call.bytes(2));
        if (stream == null) {
            call.missedByWriter(call.key(1));
        }
        if (stream == null || group == null) {
            call.reply().integer(0);
            return;
        }
        int acknowledged = 0;
        for (StreamId id : StreamIds.strict(call, 3, call.count())) {
            acknowledged += group.removePending(id) ? 1 : 0;
        }
        if (acknowledged > 0) {
            call.keyspace().save(call.key(1), stream);
        }
        call.reply().integer(acknowledged);
    }

    /** The group at the second argument; {@code NOGROUP} if there is none. */
    static StreamGroup requireGroup(Call call, @Nullable Collection stream) {
        StreamGroup group = stream == null ? null : new StreamGroups(stream).find(call.bytes(2));
        if (stream == null) {
            call.missedByWriter(call.key(1));
        }
        if (group == null) {
            throw new RedisException("NOGROUP No such key '" + StreamCommands.shown(call, 1) + "' or consumer group '"
                    + StreamCommands.shown(call, 2) + "'");
        }
        return group;
    }

    private static void xpending(Call call) {
        if (call.count() == 3) {
            summarize(call.reply(), requireGroup(call, StreamCommands.stream(call, 1)));
            return;
        }
        if (call.count() < 6 || call.count() > 9) {
            throw Errors.syntax();
        }
        Filter filter = Filter.of(call);
        StreamGroup group = requireGroup(call, StreamCommands.stream(call, 1));
        byte[] name = filter.consumer();
        StreamConsumer consumer = name == null ? null : group.consumer(name);
        if (name != null && consumer == null) {
            call.reply().array(0);
            return;
        }
        write(call, group, consumer == null ? filter.among(group) : filter.among(group, consumer));
    }

    private static void summarize(ReplyWriter reply, StreamGroup group) {
        long count = group.pendingCount();
        reply.array(4);
        reply.integer(count);
        if (count == 0) {
            reply.nullBulk();
            reply.nullBulk();
            reply.nullArray();
            return;
        }
        reply.bulk(group.pendingAt(0).id().text());
        reply.bulk(group.pendingAt(count - 1).id().text());
        List<StreamConsumer> consumers = group.consumers().stream()
                .filter(consumer -> group.pendingCount(consumer) > 0)
                .toList();
        reply.array(consumers.size());
        for (StreamConsumer consumer : consumers) {
            reply.array(2);
            reply.bulk(consumer.name());
            reply.bulk(group.pendingCount(consumer));
        }
    }

    private static void write(Call call, StreamGroup group, List<PendingEntry> entries) {
        ConsumerNames names = new ConsumerNames(group);
        ReplyWriter reply = call.reply();
        reply.array(entries.size());
        for (PendingEntry entry : entries) {
            reply.array(4);
            reply.bulk(entry.id().text());
            reply.bulk(names.of(entry));
            reply.integer(Math.max(0, call.nowMillis() - entry.deliveredMillis()));
            reply.integer(entry.deliveries());
        }
    }

    /** Which pending entries are listed; {@code consumer} null: whoever has them. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    private record Filter(
            StreamRange range, long most, long idleMillisMin, long nowMillis, byte @Nullable [] consumer) {
        static Filter of(Call call) {
            int at = 3;
            long idle = 0;
            if (call.is(at, "IDLE")) {
                idle = call.integer(4);
                if (call.count() < 8) {
                    throw Errors.syntax();
                }
                at += 2;
            }
            long most = Math.max(0, call.integer(at + 2));
            StreamRange range = new StreamRange(StreamIds.start(call, at), StreamIds.end(call, at + 1));
            byte[] consumer = at + 3 < call.count() ? call.bytes(at + 3) : null;
            return new Filter(range, most, idle, call.nowMillis(), consumer);
        }

        private boolean takes(PendingEntry entry) {
            return idleMillisMin == 0 || nowMillis - entry.deliveredMillis() >= idleMillisMin;
        }

        List<PendingEntry> among(StreamGroup group) {
            List<PendingEntry> entries = new ArrayList<>();
            if (most > 0) {
                group.visitPending(group.pendingBelow(range.from()), entry -> {
                    boolean isWithin = entry.id().compareTo(range.to()) <= 0;
                    if (isWithin && takes(entry)) {
                        entries.add(entry);
                    }
                    return isWithin && entries.size() < most;
                });
            }
            return entries;
        }

        List<PendingEntry> among(StreamGroup group, StreamConsumer owner) {
            List<PendingEntry> entries = new ArrayList<>();
            if (most > 0) {
                group.visitPending(owner, range.from(), id -> {
                    boolean isWithin = id.compareTo(range.to()) <= 0;
                    PendingEntry entry = group.requirePending(id);
                    if (isWithin && takes(entry)) {
                        entries.add(entry);
                    }
                    return isWithin && entries.size() < most;
                });
            }
            return entries;
        }
    }
}
