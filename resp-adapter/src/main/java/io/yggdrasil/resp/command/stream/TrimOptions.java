package io.yggdrasil.resp.command.stream;

import io.yggdrasil.resp.collection.ChunkLimits;
import io.yggdrasil.resp.collection.StreamId;
import io.yggdrasil.resp.collection.StreamLog;
import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.command.Errors;
import io.yggdrasil.resp.command.RedisException;
import org.jspecify.annotations.Nullable;

/** What XADD and XTRIM are told about the length of a stream, and where XADD's id stands. */
final class TrimOptions {
    private static final long LIMIT_DEFAULT_CHUNKS = 100;
    private static final long LIMIT_DEFAULT_WITHOUT_CHUNKS = 10_000;
    private static final long LIMIT_DEFAULT_MAX = 1_000_000;
    private static final long NOT_GIVEN = -1;

    private final Call call;
    private final boolean adds;
    private int at = 2;
    private boolean createsNothing;
    private long lengthMax = NOT_GIVEN;
    private @Nullable StreamId idMin;
    private boolean approximate;
    private long limit = NOT_GIVEN;

    private TrimOptions(Call call, boolean adds) {
        this.call = call;
        this.adds = adds;
    }

    /** The options of XADD. */
    static TrimOptions ofAdd(Call call, ChunkLimits chunks) {
        return new TrimOptions(call, true).read(chunks);
    }

    /** The options of XTRIM. */
    static TrimOptions ofTrim(Call call, ChunkLimits chunks) {
        return new TrimOptions(call, false).read(chunks);
    }

    /** Index of the argument that is the new entry's id; behind the last one if there is none. */
    int idIndex() {
        return at;
    }

    /** Whether an entry for a key that is not there is not added. */
    boolean createsNothing() {
        return createsNothing;
    }

    private TrimOptions read(ChunkLimits chunks) {
        for (; at < call.count(); at++) {
            boolean more = at + 1 < call.count();
            if (adds && call.is(at, "*")) {
                break;
            }
            if (more && call.is(at, "MAXLEN")) {
                readLength();
            } else if (more && call.is(at, "MINID")) {
                requireNoStrategy();
                readOperator();
                idMin = StreamIds.strict(call, at);
            } else if (more && call.is(at, "LIMIT")) {
                limit = notNegative(call.integer(++at), "LIMIT");
            } else if (adds && call.is(at, "NOMKSTREAM")) {
                createsNothing = true;
            } else if (adds) {
                break;
            } else {
                throw Errors.syntax();
            }
        }
        checkId();
        check(chunks);
        return this;
    }

    private void readLength() {
        requireNoStrategy();
        readOperator();
        lengthMax = notNegative(call.integer(at), "MAXLEN");
    }

    private boolean trims() {
        return lengthMax != NOT_GIVEN || idMin != null;
    }

    private void requireNoStrategy() {
        if (trims()) {
            throw new RedisException("ERR syntax error, MAXLEN and MINID options at the same time are not compatible");
        }
    }

    /** Goes on to the argument behind the keyword and the operator, if there is one. */
    private void readOperator() {
        at++;
        boolean more = at + 1 < call.count();
        approximate = more && call.is(at, "~");
        if (approximate || (more && call.is(at, "="))) {
            at++;
        }
    }

    private static long notNegative(long value, String option) {
        if (value < 0) {
            throw new RedisException("ERR The " + option + " argument must be >= 0.");
        }
        return value;
    }

    /** An id that is none is told before options that do not fit together. */
    private void checkId() {
        if (at < call.count() && !call.is(at, "*")) {
            String token = call.token(at);
            if (StreamIds.isWithoutSequence(token)) {
                StreamIds.withoutSequence(token);
            } else {
                StreamIds.strict(call, at);
            }
        }
    }

    private void check(ChunkLimits chunks) {
        if (limit > 0 && !trims()) {
            throw new RedisException("ERR syntax error, LIMIT cannot be used without specifying a trimming strategy");
        }
        if (!adds && !trims()) {
            throw new RedisException("ERR syntax error, XTRIM must be called with a trimming strategy");
        }
        if (limit != NOT_GIVEN && !approximate) {
            throw new RedisException("ERR syntax error, LIMIT cannot be used without the special ~ option");
        }
        if (limit == NOT_GIVEN && approximate) {
            limit = chunks.entries() <= 0
                    ? LIMIT_DEFAULT_WITHOUT_CHUNKS
                    : Math.min(LIMIT_DEFAULT_MAX / LIMIT_DEFAULT_CHUNKS, chunks.entries()) * LIMIT_DEFAULT_CHUNKS;
        }
    }

    /** Removes what is too much or too old; returns how many entries that were. */
    long trim(StreamLog log) {
        if (!trims()) {
            return 0;
        }
        StreamId oldest = idMin;
        long most = oldest != null ? log.below(oldest) : log.count() - lengthMax;
        return log.trim(limit > 0 ? Math.min(most, limit) : most, approximate);
    }
}
