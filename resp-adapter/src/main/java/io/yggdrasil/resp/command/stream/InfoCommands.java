package io.yggdrasil.resp.command.stream;

import static io.yggdrasil.resp.command.CommandFlag.READONLY;
import static io.yggdrasil.resp.command.KeySpec.Flag.ACCESS;
import static io.yggdrasil.resp.command.KeySpec.Flag.RO;

import io.yggdrasil.ignite.collection.Collection;
import io.yggdrasil.resp.collection.PendingEntry;
import io.yggdrasil.resp.collection.StreamConsumer;
import io.yggdrasil.resp.collection.StreamEntry;
import io.yggdrasil.resp.collection.StreamGroup;
import io.yggdrasil.resp.collection.StreamGroups;
import io.yggdrasil.resp.collection.StreamId;
import io.yggdrasil.resp.collection.StreamLog;
import io.yggdrasil.resp.command.AclCategory;
import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.command.Command;
import io.yggdrasil.resp.command.CommandTable;
import io.yggdrasil.resp.command.Errors;
import io.yggdrasil.resp.command.Help;
import io.yggdrasil.resp.command.KeySpec;
import io.yggdrasil.resp.wire.ReplyWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** XINFO. */
final class InfoCommands {
    private static final long COUNT_DEFAULT = 10;

    private static final Help HELP = new Help(
            "xinfo",
            "CONSUMERS <key> <groupname>",
            "    The consumers of a group.",
            "GROUPS <key>",
            "    The groups of a stream.",
            "STREAM <key> [FULL [COUNT <count>]]",
            "    What a stream is like; FULL: with entries (default: 10 a listing; 0: all), groups and consumers.");

    private InfoCommands() {}

    static void declare(CommandTable table) {
        table.add(StreamCommands.named("xinfo")
                .arity(-2)
                .since("5.0.0")
                .summary("Commands that tell about streams.")
                .complexity("Depends on subcommand.")
                .sub(sub("stream", -3)
                        .syntax("key full-block=[FULL [COUNT count]]")
                        .summary("Tells what a stream is like.")
                        .complexity("O(log N) where N is the number of entries; and O(M) for M that FULL lists.")
                        .handler(InfoCommands::stream))
                .sub(sub("groups", 3)
                        .syntax("key")
                        .summary("Tells about the groups of a stream.")
                        .complexity("O(N log M) where N is the number of groups, M of what they have.")
                        .handler(InfoCommands::groups))
                .sub(sub("consumers", 4)
                        .syntax("key group")
                        .tips("nondeterministic_output")
                        .summary("Tells about the consumers of a group.")
                        .complexity("O(N log M) where N is the number of consumers, M of what they have.")
                        .handler(InfoCommands::consumers))
                .sub(HELP.declare().since("5.0.0").acl(AclCategory.STREAM)));
    }

    private static Command.Builder sub(String name, int arity) {
        return StreamCommands.named(name)
                .arity(arity)
                .flags(READONLY)
                .keys(KeySpec.at(2, RO, ACCESS))
                .since("5.0.0");
    }

    private static Collection required(Call call) {
        Collection stream = StreamCommands.stream(call, 2);
        if (stream == null) {
            throw Errors.noSuchKey();
        }
        return stream;
    }

    private static void consumers(Call call) {
        StreamGroup group = GroupCommands.group(call, required(call));
        List<StreamConsumer> consumers = group.consumers();
        ReplyWriter reply = call.reply();
        reply.array(consumers.size());
        for (StreamConsumer consumer : consumers) {
            boolean wasActive = consumer.activeMillis() != StreamConsumer.NEVER;
            reply.map(4);
            reply.bulk("name");
            reply.bulk(consumer.name());
            integer(reply, "pending", group.pendingCount(consumer));
            integer(reply, "idle", Math.max(0, call.nowMillis() - consumer.seenMillis()));
            integer(reply, "inactive", wasActive ? call.nowMillis() - consumer.activeMillis() : StreamConsumer.NEVER);
        }
    }

    private static void groups(Call call) {
        Collection stream = required(call);
        StreamLog log = new StreamLog(stream);
        List<StreamGroup> groups = new StreamGroups(stream).all();
        ReplyWriter reply = call.reply();
        reply.array(groups.size());
        for (StreamGroup group : groups) {
            reply.map(6);
            reply.bulk("name");
            reply.bulk(group.name());
            integer(reply, "consumers", group.consumerCount());
            integer(reply, "pending", group.pendingCount());
            id(reply, "last-delivered-id", group.lastId());
            progress(reply, log, group);
        }
    }

    private static void progress(ReplyWriter reply, StreamLog log, StreamGroup group) {
        reply.bulk("entries-read");
        integerOrNull(reply, group.entriesRead() == StreamGroup.UNKNOWN ? null : group.entriesRead());
        reply.bulk("lag");
        integerOrNull(reply, group.lag(log));
    }

    private static void stream(Call call) {
        Collection stream = required(call);
        int options = call.count() - 3;
        boolean isFull = options > 0;
        if (isFull
                && ((options != 1 && options != 3) || !call.is(3, "FULL") || (options == 3 && !call.is(4, "COUNT")))) {
            throw StreamCommands.subcommandSyntax(call, "XINFO");
        }
        long count = options == 3 ? call.integer(5) : COUNT_DEFAULT;
        StreamLog log = new StreamLog(stream);
        ReplyWriter reply = call.reply();
        reply.map(isFull ? 9 : 10);
        header(reply, log);
        if (isFull) {
            full(reply, stream, log, count == 0 ? Long.MAX_VALUE : count < 0 ? COUNT_DEFAULT : count);
            return;
        }
        integer(reply, "groups", new StreamGroups(stream).count());
        entry(reply, "first-entry", log, log.firstId());
        entry(reply, "last-entry", log, log.lastEntryId());
    }

    private static void header(ReplyWriter reply, StreamLog log) {
        integer(reply, "length", log.count());
        integer(reply, "radix-tree-keys", log.chunkCount());
        integer(reply, "radix-tree-nodes", log.chunkCount() + 1);
        id(reply, "last-generated-id", log.lastId());
        id(reply, "max-deleted-entry-id", log.maxDeletedId());
        integer(reply, "entries-added", log.added());
        id(reply, "recorded-first-entry-id", log.firstId());
    }

    private static void entry(ReplyWriter reply, String name, StreamLog log, StreamId id) {
        StreamEntry entry = log.get(id);
        reply.bulk(name);
        if (entry == null) {
            reply.nullBulk();
        } else {
            StreamCommands.write(reply, entry);
        }
    }

    private static void full(ReplyWriter reply, Collection stream, StreamLog log, long most) {
        reply.bulk("entries");
        StreamCommands.writeRange(reply, log, new StreamRange(StreamId.MIN, StreamId.MAX), most, true);
        List<StreamGroup> groups = new StreamGroups(stream).all();
        reply.bulk("groups");
        reply.array(groups.size());
        for (StreamGroup group : groups) {
            reply.map(7);
            reply.bulk("name");
            reply.bulk(group.name());
            id(reply, "last-delivered-id", group.lastId());
            progress(reply, log, group);
            integer(reply, "pel-count", group.pendingCount());
            pending(reply, group, most);
            consumers(reply, group, most);
        }
    }

    private static void pending(ReplyWriter reply, StreamGroup group, long most) {
        List<PendingEntry> entries = new ArrayList<>();
        group.visitPending(0, entry -> entries.add(entry) && entries.size() < most);
        ConsumerNames names = new ConsumerNames(group);
        reply.bulk("pending");
        reply.array(entries.size());
        for (PendingEntry entry : entries) {
            reply.array(4);
            reply.bulk(entry.id().text());
            reply.bulk(names.of(entry));
            reply.integer(entry.deliveredMillis());
            reply.integer(entry.deliveries());
        }
    }

    private static void consumers(ReplyWriter reply, StreamGroup group, long most) {
        List<StreamConsumer> consumers = group.consumers();
        reply.bulk("consumers");
        reply.array(consumers.size());
        for (StreamConsumer consumer : consumers) {
            reply.map(5);
            reply.bulk("name");
            reply.bulk(consumer.name());
            integer(reply, "seen-time", consumer.seenMillis());
            integer(reply, "active-time", consumer.activeMillis());
            integer(reply, "pel-count", group.pendingCount(consumer));
            List<PendingEntry> entries = group.pendingIds(consumer, StreamId.MIN, most).stream()
                    .map(group::requirePending)
                    .toList();
            reply.bulk("pending");
            reply.array(entries.size());
            for (PendingEntry entry : entries) {
                reply.array(3);
                reply.bulk(entry.id().text());
                reply.integer(entry.deliveredMillis());
                reply.integer(entry.deliveries());
            }
        }
    }

    private static void integer(ReplyWriter reply, String name, long value) {
        reply.bulk(name);
        reply.integer(value);
    }

    private static void integerOrNull(ReplyWriter reply, @Nullable Long value) {
        if (value == null) {
            reply.nullBulk();
        } else {
            reply.integer(value);
        }
    }

    private static void id(ReplyWriter reply, String name, StreamId id) {
        reply.bulk(name);
        reply.bulk(id.text());
    }
}
