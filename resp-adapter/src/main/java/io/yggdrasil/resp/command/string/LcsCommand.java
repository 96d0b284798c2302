package io.yggdrasil.resp.command.string;

import static io.yggdrasil.resp.command.CommandFlag.READONLY;
import static io.yggdrasil.resp.command.CommandFlag.SLOW_PATH;
import static io.yggdrasil.resp.command.KeySpec.Flag.ACCESS;
import static io.yggdrasil.resp.command.KeySpec.Flag.RO;

import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.command.CommandTable;
import io.yggdrasil.resp.command.Errors;
import io.yggdrasil.resp.command.KeySpec;
import io.yggdrasil.resp.command.RedisException;
import io.yggdrasil.resp.command.StringLimit;
import io.yggdrasil.resp.keyspace.Keyspace;
import io.yggdrasil.resp.keyspace.WrongTypeException;
import io.yggdrasil.resp.wire.ReplyWriter;
import java.util.List;

/** LCS: the longest common subsequence of two strings, its length, or where it lies in both. */
final class LcsCommand {
    private static final byte[] EMPTY = {};

    private final StringLimit limit;
    private boolean wantsLength;
    private boolean wantsRanges;
    private boolean wantsRangeLengths;
    private long rangeLengthMin;

    private LcsCommand(StringLimit limit) {
        this.limit = limit;
    }

    static void declare(CommandTable table, StringLimit limit) {
        table.add(StringCommands.named("lcs")
                .arity(-3)
                .syntax("key1#0 key2#0 [LEN] [IDX] [MINMATCHLEN min-match-len:integer] [WITHMATCHLEN]")
                .flags(READONLY, SLOW_PATH)
                .keys(KeySpec.range(1, 1, 1, RO, ACCESS))
                .since("7.0.0")
                .summary("Finds the longest common subsequence of two strings.")
                .complexity("O(N*M) where N and M are the lengths of the two strings.")
                .handler(call -> new LcsCommand(limit).run(call)));
    }

    private void run(Call call) {
        byte[] first;
        byte[] second;
        try {
            first = stringOrEmpty(call, 1);
            second = stringOrEmpty(call, 2);
        } catch (WrongTypeException e) {
            throw new RedisException("ERR The specified keys must contain string values");
        }
        readOptions(call);
        checkSize(first, second);
        if (wantsLength) {
            call.reply().integer(CommonSubsequence.length(first, second));
            return;
        }
        CommonSubsequence common = new CommonSubsequence(first, second);
        if (wantsRanges) {
            write(common, call.reply());
        } else {
            call.reply().bulk(common.bytes());
        }
    }

    private static byte[] stringOrEmpty(Call call, int index) {
        Keyspace keyspace = call.keyspace();
        byte[] value = keyspace.string(call.key(index));
        return value == null ? EMPTY : value;
    }

    private void readOptions(Call call) {
        for (int i = 3; i < call.count(); i++) {
            if (call.is(i, "IDX")) {
                wantsRanges = true;
            } else if (call.is(i, "LEN")) {
                wantsLength = true;
            } else if (call.is(i, "WITHMATCHLEN")) {
                wantsRangeLengths = true;
            } else if (call.is(i, "MINMATCHLEN") && i + 1 < call.count()) {
                i++;
                rangeLengthMin = call.integer(i);
            } else {
                throw Errors.syntax();
            }
        }
        if (wantsLength && wantsRanges) {
            throw new RedisException("ERR If you want both the length and indexes, please just use IDX.");
        }
    }

    /** Redis's table takes four bytes a cell and may be as large as a string; ours is smaller, the limit the same. */
    private void checkSize(byte[] first, byte[] second) {
        long cells = (first.length + 1L) * (second.length + 1L);
        if (cells * Integer.BYTES > limit.bytesMax()) {
            throw new RedisException("ERR Insufficient memory, transient memory for LCS exceeds proto-max-bulk-len");
        }
    }

    private void write(CommonSubsequence common, ReplyWriter reply) {
        List<CommonSubsequence.Range> ranges = common.ranges();
        ranges.removeIf(range -> range.length() < rangeLengthMin);
        reply.map(2);
        reply.bulk("matches");
        reply.array(ranges.size());
        for (CommonSubsequence.Range range : ranges) {
            reply.array(wantsRangeLengths ? 3 : 2);
            writeRange(reply, range.firstStart(), range.length());
            writeRange(reply, range.secondStart(), range.length());
            if (wantsRangeLengths) {
                reply.integer(range.length());
            }
        }
        reply.bulk("len");
        reply.integer(common.length());
    }

    private static void writeRange(ReplyWriter reply, int start, int length) {
        reply.array(2);
        reply.integer(start);
        reply.integer(start + length - 1L);
    }
}
