package io.yggdrasil.resp.command.stream;

import static io.yggdrasil.resp.command.CommandFlag.BLOCKING;
import static io.yggdrasil.resp.command.CommandFlag.READONLY;
import static io.yggdrasil.resp.command.CommandFlag.WRITE;
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
import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.command.CommandTable;
import io.yggdrasil.resp.command.KeySpec;
import io.yggdrasil.resp.pubsub.KeyEvents.Type;
import io.yggdrasil.resp.wire.ReplyWriter;
import java.util.List;

/** XREAD and XREADGROUP. */
final class StreamReads {
    private final Call call;
    private final ReadOptions options;

    /** Of several streams it is collected here what they have, as how many have any stands before it. */
    private final ReplyWriter found;

    private int foundCount;

    private StreamReads(Call call, ReadOptions options) {
        this.call = call;
        this.options = options;
        this.found = options.count() == 1 ? call.reply() : new ReplyWriter();
        found.version(call.reply().version());
    }

    static void declare(CommandTable table) {
        table.add(StreamCommands.named("xread")
                .arity(-4)
                .syntax("[COUNT count] [BLOCK milliseconds] STREAMS (key... id...)")
                .flags(READONLY, BLOCKING)
                .keys(KeySpec.after("STREAMS", 1, -1, 1, 2, RO, ACCESS))
                .waits(StreamWaits.ofReaders())
                .since("5.0.0")
                .summary("Lists the entries of streams that are behind the ones known.")
                .complexity("O(log M + N) a stream where N is the number of entries listed, M of entries in it.")
                .handler(call -> readOrNull(call, ReadOptions.of(call, false), false)));
        table.add(StreamCommands.named("xreadgroup")
                .arity(-7)
                .syntax("group-block=GROUP (group consumer) [COUNT count] [BLOCK milliseconds] [NOACK]"
                        + " STREAMS (key... id...)")
                .flags(WRITE, BLOCKING)
                .keys(KeySpec.after("STREAMS", 4, -1, 1, 2, RO, ACCESS))
                .waits(StreamWaits.ofGroups())
                .since("5.0.0")
                .summary("Delivers entries of streams to a consumer of a group, or lists what it has.")
                .complexity("O(N log M) a stream where N is the number of entries delivered, M of entries in it.")
                .handler(call -> readOrNull(call, ReadOptions.of(call, true), true)));
    }

    /** Answers what there is, and null where there is nothing; who said BLOCK waits then: {@link StreamWaits}. */
    private static void readOrNull(Call call, ReadOptions options, boolean ofGroup) {
        if (options.idsOnly()) {
            call.reply().array(options.count());
            for (int i = 0; i < options.count(); i++) {
                call.reply().bulk(options.id(i).text());
            }
        } else if (!new StreamReads(call, options).answer(ofGroup)) {
            call.reply().nullArray();
        }
    }

    /** Answers what there is; false: nothing, and nothing was written. */
    private boolean answer(boolean ofGroup) {
        for (int i = 0; i < options.count(); i++) {
            if (ofGroup) {
                readGroup(i);
            } else {
                read(i);
            }
        }
        if (foundCount > 0 && options.count() > 1) {
            open(call.reply(), foundCount);
            call.reply().raw(found.array(), 0, found.size());
        }
        return foundCount > 0;
    }

    private static void open(ReplyWriter reply, int streams) {
        if (reply.version() == 2) {
            reply.array(streams);
        } else {
            reply.map(streams);
        }
    }

    /** Opens what is answered of a stream. */
    private ReplyWriter begin(int stream) {
        foundCount++;
        if (options.count() == 1) {
            open(found, 1);
        }
        if (found.version() == 2) {
            found.array(2);
        }
        found.bulk(call.bytes(options.keyIndex(stream)));
        return found;
    }

    private void read(int index) {
        Collection stream = StreamCommands.stream(call, options.keyIndex(index));
        StreamId from = options.id(index).next();
        if (stream == null || from == null) {
            return;
        }
        StreamLog log = new StreamLog(stream);
        if (log.below(from) < log.count()) {
            StreamCommands.writeRange(begin(index), log, new StreamRange(from, StreamId.MAX), options.most(), true);
        }
    }

    private void readGroup(int index) {
        Collection stream = StreamCommands.stream(call, options.keyIndex(index));
        StreamGroup group = stream == null ? null : new StreamGroups(stream).find(options.group());
        if (stream == null || group == null) {
            return;
        }
        StreamLog log = new StreamLog(stream);
        boolean created = group.consumer(options.consumer()) == null;
        if (created) {
            call.event(Type.STREAM, "xgroup-createconsumer", call.key(options.keyIndex(index)));
        }
        StreamConsumer consumer = group.consumerThatAsks(options.consumer(), call.nowMillis());
        StreamId from = options.id(index).next();
        int before = foundCount;
        if (from != null) {
            repeat(begin(index), log, group, group.pendingIds(consumer, from, options.most()));
        } else {
            deliver(index, log, group, consumer);
        }
        if (foundCount == before && !created && options.blockMillis() != ReadOptions.NO_WAIT) {
            return; // Who looks while waiting changes nothing, or those who wait would wake each other.
        }
        group.save(consumer);
        call.keyspace().save(call.key(options.keyIndex(index)), stream);
    }

    private void deliver(int index, StreamLog log, StreamGroup group, StreamConsumer consumer) {
        StreamId from = group.lastId().next();
        long count = from == null ? 0 : Math.min(options.most(), log.count(from, StreamId.MAX));
        if (from == null || count == 0) {
            return;
        }
        ReplyWriter reply = begin(index);
        reply.array((int) count);
        log.visit(from, StreamId.MAX, count, true, entry -> {
            group.advance(log, entry.id());
            StreamCommands.write(reply, entry);
            if (!options.withoutPending()) {
                group.putPending(new PendingEntry(entry.id(), consumer.number(), call.nowMillis(), 1));
                consumer.active(call.nowMillis());
            }
        });
        group.save();
    }

    /** Delivers entries again that a consumer has; deleted ones are told without content. */
    private void repeat(ReplyWriter reply, StreamLog log, StreamGroup group, List<StreamId> ids) {
        reply.array(ids.size());
        for (StreamId id : ids) {
            StreamEntry entry = log.get(id);
            if (entry == null) {
                reply.array(2);
                reply.bulk(id.text());
                reply.nullArray();
            } else {
                PendingEntry pending = group.requirePending(id);
                StreamCommands.write(reply, entry);
                group.putPending(new PendingEntry(id, pending.consumer(), call.nowMillis(), pending.deliveries() + 1));
            }
        }
    }
}
