package io.yggdrasil.resp.command.stream;

import static io.yggdrasil.resp.command.CommandFlag.FAST;
import static io.yggdrasil.resp.command.CommandFlag.READONLY;
import static io.yggdrasil.resp.command.KeySpec.Flag.ACCESS;
import static io.yggdrasil.resp.command.KeySpec.Flag.RO;

import io.yggdrasil.ignite.collection.Collection;
import io.yggdrasil.resp.collection.StreamLog;
import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.command.Command;
import io.yggdrasil.resp.command.CommandTable;
import io.yggdrasil.resp.command.Errors;
import io.yggdrasil.resp.command.KeySpec;

/** XLEN, XRANGE and XREVRANGE. */
final class StreamRanges {
    private StreamRanges() {}

    static void declare(CommandTable table) {
        table.add(StreamCommands.named("xlen")
                .arity(2)
                .syntax("key")
                .flags(READONLY, FAST)
                .keys(KeySpec.at(1, RO))
                .since("5.0.0")
                .summary("Counts the entries of a stream.")
                .complexity("O(1)")
                .handler(StreamRanges::xlen));
        table.add(listing("xrange")
                .syntax("key start end [COUNT count]")
                .summary("Lists the entries of a stream from an id up to another.")
                .handler(call -> list(call, true)));
        table.add(listing("xrevrange")
                .syntax("key end start [COUNT count]")
                .summary("Lists the entries of a stream from an id down to another.")
                .handler(call -> list(call, false)));
    }

    private static Command.Builder listing(String name) {
        return StreamCommands.named(name)
                .arity(-4)
                .flags(READONLY)
                .keys(KeySpec.at(1, RO, ACCESS))
                .since("5.0.0")
                .complexity("O(log M + N) where N is the number of entries listed, M of entries in the stream.");
    }

    private static void xlen(Call call) {
        Collection stream = StreamCommands.stream(call, 1);
        call.reply().integer(stream == null ? 0 : new StreamLog(stream).count());
    }

    private static void list(Call call, boolean forward) {
        StreamRange range =
                new StreamRange(StreamIds.start(call, forward ? 2 : 3), StreamIds.end(call, forward ? 3 : 2));
        long most = Long.MAX_VALUE;
        for (int i = 4; i < call.count(); i += 2) {
            if (!call.is(i, "COUNT") || i + 1 == call.count()) {
                throw Errors.syntax();
            }
            most = Math.max(0, call.integer(i + 1));
        }
        Collection stream = StreamCommands.stream(call, 1);
        if (stream == null) {
            call.reply().array(0);
        } else if (most == 0) {
            call.reply().nullArray();
        } else {
            StreamCommands.writeRange(call.reply(), new StreamLog(stream), range, most, forward);
        }
    }
}
