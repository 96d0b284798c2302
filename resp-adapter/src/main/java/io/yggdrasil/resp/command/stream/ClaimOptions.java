package io.yggdrasil.resp.command.stream;

import io.yggdrasil.resp.collection.PendingEntry;
import io.yggdrasil.resp.collection.StreamConsumer;
import io.yggdrasil.resp.collection.StreamId;
import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.command.RedisException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What XCLAIM is asked for. */
final class ClaimOptions {
    private static final long NOT_GIVEN = -1;

    private final List<StreamId> ids = new ArrayList<>();
    private final long idleMillisMin;
    private boolean force;
    private boolean justIds;
    private long deliveredMillis = NOT_GIVEN;
    private long deliveries = NOT_GIVEN;
    private StreamId lastId = StreamId.MIN;

    private ClaimOptions(long idleMillisMin) {
        this.idleMillisMin = idleMillisMin;
    }

    static ClaimOptions of(Call call) {
        ClaimOptions options =
                new ClaimOptions(Math.max(0, call.integer(4, "ERR Invalid min-idle-time argument for XCLAIM")));
        int at = 5;
        for (StreamId id; at < call.count() && (id = StreamIds.strictOrNull(call, at)) != null; at++) {
            options.ids.add(id);
        }
        options.readWords(call, at);
        boolean isSane = options.deliveredMillis >= 0 && options.deliveredMillis <= call.nowMillis();
        options.deliveredMillis = isSane ? options.deliveredMillis : call.nowMillis();
        return options;
    }

    private void readWords(Call call, int from) {
        for (int i = from; i < call.count(); i++) {
            boolean more = i + 1 < call.count();
            if (call.is(i, "FORCE")) {
                force = true;
            } else if (call.is(i, "JUSTID")) {
                justIds = true;
            } else if (more && call.is(i, "IDLE")) {
                deliveredMillis = call.nowMillis() - number(call, ++i, "IDLE");
            } else if (more && call.is(i, "TIME")) {
                deliveredMillis = number(call, ++i, "TIME");
            } else if (more && call.is(i, "RETRYCOUNT")) {
                deliveries = number(call, ++i, "RETRYCOUNT");
            } else if (more && call.is(i, "LASTID")) {
                lastId = StreamIds.strict(call, ++i);
            } else {
                throw new RedisException("ERR Unrecognized XCLAIM option '" + StreamCommands.shown(call, i) + "'");
            }
        }
    }

    private static long number(Call call, int index, String option) {
        return call.integer(index, "ERR Invalid " + option + " option argument for XCLAIM");
    }

    List<StreamId> ids() {
        return ids;
    }

    boolean justIds() {
        return justIds;
    }

    /** Up to where the group is to have read at least. */
    StreamId lastId() {
        return lastId;
    }

    /** Whether an entry is claimed that is pending like this, or not at all. */
    boolean takes(@Nullable PendingEntry pending, long nowMillis) {
        if (pending == null) {
            return force;
        }
        return idleMillisMin == 0 || nowMillis - pending.deliveredMillis() >= idleMillisMin;
    }

    /** How an entry is pending when it is claimed. */
    PendingEntry claim(StreamId id, @Nullable PendingEntry before, StreamConsumer consumer) {
        long count = deliveries;
        if (count < 0) {
            count = (before == null ? 1 : before.deliveries()) + (justIds ? 0 : 1);
        }
        return new PendingEntry(id, consumer.number(), deliveredMillis, count);
    }
}
