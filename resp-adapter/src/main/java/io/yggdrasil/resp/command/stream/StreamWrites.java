package io.yggdrasil.resp.command.stream;

import static io.yggdrasil.resp.command.CommandFlag.DENYOOM;
import static io.yggdrasil.resp.command.CommandFlag.FAST;
import static io.yggdrasil.resp.command.CommandFlag.WRITE;
import static io.yggdrasil.resp.command.KeySpec.Flag.DELETE;
import static io.yggdrasil.resp.command.KeySpec.Flag.RW;
import static io.yggdrasil.resp.command.KeySpec.Flag.UPDATE;

import io.yggdrasil.ignite.collection.Collection;
import io.yggdrasil.resp.collection.ChunkLimits;
import io.yggdrasil.resp.collection.StreamId;
import io.yggdrasil.resp.collection.StreamLog;
import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.command.CommandTable;
import io.yggdrasil.resp.command.Errors;
import io.yggdrasil.resp.command.KeySpec;
import io.yggdrasil.resp.command.RedisException;
import io.yggdrasil.resp.keyspace.ValueType;
import io.yggdrasil.resp.pubsub.KeyEvents.Type;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** XADD, XDEL, XTRIM and XSETID. */
final class StreamWrites {
    private static final String TRIM =
            "strategy=(MAXLEN|MINID@6.2.0) operator=[equal==|approximately=~] threshold [LIMIT count]@6.2.0";

    /** Redis stores no entry with more bytes. */
    private static final long ENTRY_BYTES_MAX = 1 << 30;

    private final Supplier<ChunkLimits> chunks;

    StreamWrites(Supplier<ChunkLimits> chunks) {
        this.chunks = chunks;
    }

    void declare(CommandTable table) {
        table.add(StreamCommands.named("xadd")
                .arity(-5)
                .syntax("key [NOMKSTREAM]@6.2.0 trim=[" + TRIM + "] id-selector=(auto-id=*|id) data=(field value)...")
                .flags(WRITE, DENYOOM, FAST)
                .keys(KeySpec.at(1, RW, UPDATE))
                .tips("nondeterministic_output")
                .since("5.0.0")
                .summary("Adds an entry to a stream, which is made if there is none.")
                .complexity("O(log N) where N is the number of entries in the stream, and as XTRIM when it trims.")
                .handler(this::xadd));
        table.add(StreamCommands.named("xtrim")
                .arity(-4)
                .syntax("key trim=(" + TRIM + ")")
                .flags(WRITE)
                .keys(KeySpec.at(1, RW, DELETE))
                .tips("nondeterministic_output")
                .since("5.0.0")
                .summary("Removes the oldest entries of a stream.")
                .complexity("O(log M + N) where N is the number of entries removed, M of entries in the stream.")
                .handler(this::xtrim));
        table.add(StreamCommands.named("xdel")
                .arity(-3)
                .syntax("key id...")
                .flags(WRITE, FAST)
                .keys(KeySpec.at(1, RW, DELETE))
                .since("5.0.0")
                .summary("Removes entries from a stream.")
                .complexity("O(N log M) where N is the number of ids, M of entries in the stream.")
                .handler(StreamWrites::xdel));
        table.add(StreamCommands.named("xsetid")
                .arity(-3)
                .syntax("key last-id [ENTRIESADDED entries-added:integer]@7.0.0 [MAXDELETEDID max-deleted-id]@7.0.0")
                .flags(WRITE, DENYOOM, FAST)
                .keys(KeySpec.at(1, RW, UPDATE))
                .since("5.0.0")
                .summary("Sets what a stream knows of ids that it gave away.")
                .complexity("O(1)")
                .handler(StreamWrites::xsetid));
    }

    private void xadd(Call call) {
        TrimOptions options = TrimOptions.ofAdd(call, chunks.get());
        int from = options.idIndex() + 1;
        int strings = call.count() - from;
        if (strings < 2 || strings % 2 != 0) {
            throw Errors.arity(call.command().fullName());
        }
        NewId wanted = NewId.of(call, options.idIndex());
        Collection stream = StreamCommands.stream(call, 1);
        if (stream == null && options.createsNothing()) {
            call.reply().nullBulk();
            return;
        }
        Collection target = stream == null ? call.keyspace().newCollection(call.key(1), ValueType.STREAM) : stream;
        StreamLog log = new StreamLog(target);
        StreamId id = wanted.after(log.lastId(), call.nowMillis());
        log.append(id, strings(call, from), chunks.get());
        long removed = options.trim(log);
        call.keyspace().save(call.key(1), target);
        call.event(Type.STREAM, "xadd", call.key(1));
        if (removed > 0) {
            call.event(Type.STREAM, "xtrim", call.key(1));
        }
        call.reply().bulk(id.text());
    }

    private static byte[][] strings(Call call, int from) {
        long bytes = 0;
        for (int i = from; i < call.count(); i++) {
            bytes += call.request().length(i);
        }
        if (bytes > ENTRY_BYTES_MAX) {
            throw new RedisException("ERR Elements are too large to be stored");
        }
        byte[][] strings = new byte[call.count() - from][];
        for (int i = 0; i < strings.length; i++) {
            strings[i] = call.bytes(from + i);
        }
        return strings;
    }

    /**
     * The id that XADD is given.
     *
     * @param time null: the present
     * @param isWhole whether its sequence was given, too
     */
    private record NewId(@Nullable StreamId time, boolean isWhole) {
        static NewId of(Call call, int index) {
            String token = call.token(index);
            if (token.equals("*")) {
                return new NewId(null, false);
            }
            if (StreamIds.isWithoutSequence(token)) {
                return new NewId(StreamIds.withoutSequence(token), false);
            }
            StreamId id = StreamIds.strict(call, index);
            if (id.equals(StreamId.MIN)) {
                throw new RedisException("ERR The ID specified in XADD must be greater than 0-0");
            }
            return new NewId(id, true);
        }

        /** The new entry's id, which is greater than the last one. */
        StreamId after(StreamId last, long nowMillis) {
            StreamId next = last.next();
            if (next == null) {
                throw new RedisException("ERR The stream has exhausted the last possible ID, unable to add more items");
            }
            StreamId id = time;
            if (id == null) {
                return Long.compareUnsigned(nowMillis, last.millis()) > 0 ? new StreamId(nowMillis, 0) : next;
            }
            if (!isWhole && id.millis() == last.millis()) {
                id = next.millis() == last.millis() ? next : last;
            }
            if (id.compareTo(last) <= 0) {
                throw new RedisException(
                        "ERR The ID specified in XADD is equal or smaller than the target stream top item");
            }
            return id;
        }
    }

    private void xtrim(Call call) {
        TrimOptions options = TrimOptions.ofTrim(call, chunks.get());
        Collection stream = StreamCommands.stream(call, 1);
        long removed = stream == null ? 0 : options.trim(new StreamLog(stream));
        if (stream != null && removed > 0) {
            call.keyspace().save(call.key(1), stream);
            call.event(Type.STREAM, "xtrim", call.key(1));
        }
        call.reply().integer(removed);
    }

    private static void xdel(Call call) {
        Collection stream = StreamCommands.stream(call, 1);
        if (stream == null) {
            call.reply().integer(0);
            return;
        }
        StreamLog log = new StreamLog(stream);
        long before = log.count();
        for (StreamId id : StreamIds.strict(call, 2, call.count())) {
            log.delete(id);
        }
        if (log.count() < before) {
            call.keyspace().save(call.key(1), stream);
            call.event(Type.STREAM, "xdel", call.key(1));
        }
        call.reply().integer(before - log.count());
    }

    private static void xsetid(Call call) {
        StreamId id = StreamIds.strict(call, 2);
        long added = -1;
        StreamId maxDeleted = StreamId.MIN;
        for (int i = 3; i < call.count(); i += 2) {
            boolean more = i + 1 < call.count();
            if (more && call.is(i, "ENTRIESADDED")) {
                added = call.integer(i + 1);
                if (added < 0) {
                    throw new RedisException("ERR entries_added must be positive");
                }
            } else if (more && call.is(i, "MAXDELETEDID")) {
                maxDeleted = StreamIds.strict(call, i + 1);
                requireNotBelow(id, maxDeleted, "the provided max_deleted_entry_id");
            } else {
                throw Errors.syntax();
            }
        }
        Collection stream = StreamCommands.stream(call, 1);
        if (stream == null) {
            throw Errors.noSuchKey();
        }
        setId(new StreamLog(stream), id, added, maxDeleted);
        call.keyspace().save(call.key(1), stream);
        call.event(Type.STREAM, "xsetid", call.key(1));
        call.reply().ok();
    }

    private static void setId(StreamLog log, StreamId id, long added, StreamId maxDeleted) {
        requireNotBelow(id, log.maxDeletedId(), "current max_deleted_entry_id");
        if (log.count() > 0) {
            requireNotBelow(id, log.lastEntryId(), "the target stream top item");
            if (added != -1 && added < log.count()) {
                throw new RedisException(
                        "ERR The entries_added specified in XSETID is smaller than the target stream length");
            }
        }
        log.set(
                id,
                added == -1 ? log.added() : added,
                maxDeleted.equals(StreamId.MIN) ? log.maxDeletedId() : maxDeleted);
    }

    private static void requireNotBelow(StreamId id, StreamId least, String what) {
        if (id.compareTo(least) < 0) {
            throw new RedisException("ERR The ID specified in XSETID is smaller than " + what);
        }
    }
}
