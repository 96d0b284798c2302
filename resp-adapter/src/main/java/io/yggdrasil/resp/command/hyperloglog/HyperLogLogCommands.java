package io.yggdrasil.resp.command.hyperloglog;

import static io.yggdrasil.resp.command.CommandFlag.ADMIN;
import static io.yggdrasil.resp.command.CommandFlag.DENYOOM;
import static io.yggdrasil.resp.command.CommandFlag.EXCLUSIVE;
import static io.yggdrasil.resp.command.CommandFlag.FAST;
import static io.yggdrasil.resp.command.CommandFlag.MAY_REPLICATE;
import static io.yggdrasil.resp.command.CommandFlag.READONLY;
import static io.yggdrasil.resp.command.CommandFlag.SLOW_PATH;
import static io.yggdrasil.resp.command.CommandFlag.WRITE;
import static io.yggdrasil.resp.command.KeySpec.Flag.ACCESS;
import static io.yggdrasil.resp.command.KeySpec.Flag.INSERT;
import static io.yggdrasil.resp.command.KeySpec.Flag.RO;
import static io.yggdrasil.resp.command.KeySpec.Flag.RW;
import static io.yggdrasil.resp.command.hyperloglog.HyperLogLogDescriptor.REGISTERS;

import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.command.Command;
import io.yggdrasil.resp.command.CommandFamily;
import io.yggdrasil.resp.command.CommandGroup;
import io.yggdrasil.resp.command.CommandTable;
import io.yggdrasil.resp.command.KeySpec;
import io.yggdrasil.resp.command.RedisException;
import io.yggdrasil.resp.keyspace.Expiry;
import io.yggdrasil.resp.keyspace.OutOfMemoryException;
import io.yggdrasil.resp.keyspace.StringEncoding;
import io.yggdrasil.resp.pubsub.KeyEvents.Type;
import io.yggdrasil.resp.wire.Request;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** All commands on HyperLogLogs. */
public final class HyperLogLogCommands implements CommandFamily {
    /** Redis's default of {@code hll-sparse-max-bytes}. */
    public static final int SPARSE_BYTES_MAX = 3000;

    private final IntSupplier sparseBytesMax;

    /** Makes the commands with Redis's default limit of sparse values. */
    public HyperLogLogCommands() {
        this(() -> SPARSE_BYTES_MAX);
    }

    /** Makes the commands; values are sparse up to {@code sparseBytesMax} bytes ({@code hll-sparse-max-bytes}). */
    public HyperLogLogCommands(IntSupplier sparseBytesMax) {
        this.sparseBytesMax = sparseBytesMax;
    }

    @Override
    public void register(CommandTable table) {
        table.add(named("pfadd")
                .arity(-2)
                .syntax("key [element...]")
                .flags(WRITE, DENYOOM, FAST)
                .keys(KeySpec.at(1, RW, INSERT))
                .summary("Adds elements to a HyperLogLog, which may be missing.")
                .complexity("O(1) for each element.")
                .handler(this::pfadd));
        table.add(named("pfcount")
                .arity(-2)
                .syntax("key...")
                .flags(READONLY, MAY_REPLICATE, EXCLUSIVE)
                .keys(KeySpec.range(1, -1, 1, RW, ACCESS))
                .summary("Estimates how many different elements were added to HyperLogLogs.")
                .complexity("O(1) for one key whose count is kept, O(N) for N keys.")
                .handler(this::pfcount));
        table.add(named("pfmerge")
                .arity(-2)
                .syntax("destkey#0 [sourcekey#1...]")
                .flags(WRITE, DENYOOM)
                .keys(KeySpec.at(1, RW, ACCESS, INSERT), KeySpec.range(2, -1, 1, RO, ACCESS))
                .summary("Adds to a HyperLogLog all that was added to others.")
                .complexity("O(N) where N is the number of keys.")
                .handler(this::pfmerge));
        table.add(named("pfdebug")
                .arity(3)
                .syntax("subcommand key")
                .internal()
                .flags(WRITE, DENYOOM, ADMIN)
                .keys(KeySpec.at(2, RW, ACCESS))
                .summary("Shows the inside of a HyperLogLog, for tests.")
                .complexity("N/A")
                .handler(this::pfdebug));
        table.add(named("pfselftest")
                .arity(1)
                .internal()
                .flags(ADMIN, SLOW_PATH)
                .summary("Checks the HyperLogLog code, for tests.")
                .complexity("N/A")
                .handler(this::pfselftest));
    }

    private static Command.Builder named(String name) {
        return Command.named(name).group(CommandGroup.HYPERLOGLOG).since("2.8.9");
    }

    private void pfadd(Call call) {
        HyperLogLog found = find(call, 1);
        HyperLogLog target = found == null ? HyperLogLog.empty(sparseBytesMax.getAsInt()) : found;
        boolean changed = found == null;
        Request request = call.request();
        for (int i = 2; i < request.count(); i++) {
            changed |= target.add(request.buffer(), request.offset(i), request.length(i));
        }
        if (changed) {
            target.invalidateCount();
            store(call, 1, target);
            call.event(Type.STRING, "pfadd", call.key(1));
        }
        call.reply().integer(changed);
    }

    /** One key's count is kept in its value, as Redis does, though the command is declared read-only. */
    private void pfcount(Call call) {
        if (call.count() > 2) {
            call.reply().integer(HyperLogLog.countOf(union(call)));
            return;
        }
        HyperLogLog counted = find(call, 1);
        long count = counted == null ? 0 : counted.keptCount();
        if (counted != null && count < 0) {
            count = counted.count();
            keep(call, counted, count);
        }
        call.reply().integer(count);
    }

    /** A count that finds no room is computed again next time. */
    private static void keep(Call call, HyperLogLog counted, long count) {
        counted.keepCount(count);
        try {
            store(call, 1, counted);
        } catch (OutOfMemoryException noRoom) {
            // The reply does not depend on it.
        }
    }

    private byte[] union(Call call) {
        byte[] registers = new byte[REGISTERS];
        for (int i = 1; i < call.count(); i++) {
            HyperLogLog part = find(call, i);
            if (part != null) {
                part.maxInto(registers);
            }
        }
        return registers;
    }

    private void pfmerge(Call call) {
        byte[] registers = new byte[REGISTERS];
        boolean anyDense = false;
        HyperLogLog target = HyperLogLog.empty(sparseBytesMax.getAsInt());
        for (int i = 1; i < call.count(); i++) {
            HyperLogLog part = find(call, i);
            if (part != null) {
                anyDense |= part.isDense();
                part.maxInto(registers);
                target = i == 1 ? part : target;
            } else {
                call.missedByWriter(call.key(i));
            }
        }
        if (anyDense) {
            target.toDense();
        }
        for (int i = 0; i < REGISTERS; i++) {
            if (registers[i] > 0) {
                target.raise(i, registers[i]);
            }
        }
        target.invalidateCount();
        store(call, 1, target);
        call.event(Type.STRING, "pfadd", call.key(1));
        call.reply().ok();
    }

    private void pfdebug(Call call) {
        HyperLogLog shown = find(call, 2);
        if (shown == null) {
            throw new RedisException("ERR The specified key does not exist");
        }
        if (call.is(1, "GETREG")) {
            makeDense(call, shown);
            call.reply().array(REGISTERS);
            for (int i = 0; i < REGISTERS; i++) {
                call.reply().integer(shown.register(i));
            }
        } else if (call.is(1, "DECODE")) {
            call.reply().bulk(decoded(shown));
        } else if (call.is(1, "ENCODING")) {
            call.reply().simple(shown.isDense() ? "dense" : "sparse");
        } else if (call.is(1, "TODENSE")) {
            call.reply().integer(makeDense(call, shown));
        } else {
            throw new RedisException("ERR Unknown PFDEBUG subcommand '" + call.text(1) + "'");
        }
    }

    private static boolean makeDense(Call call, HyperLogLog shown) {
        if (shown.isDense()) {
            return false;
        }
        shown.toDense();
        store(call, 2, shown);
        return true;
    }

    private static String decoded(HyperLogLog shown) {
        if (shown.isDense()) {
            throw new RedisException("ERR HLL encoding is not sparse");
        }
        StringBuilder out = new StringBuilder();
        for (SparseRuns runs = shown.runs(); runs.next(); ) {
            if (runs.value() > 0) {
                out.append("v:").append(runs.value()).append(',').append(runs.length());
            } else {
                out.append(runs.isXzero() ? "Z:" : "z:").append(runs.length());
            }
            out.append(' ');
        }
        return out.toString().stripTrailing();
    }

    private void pfselftest(Call call) {
        String fault = new HyperLogLogSelfTest(call.nowMillis(), sparseBytesMax.getAsInt()).run();
        if (fault != null) {
            throw new RedisException("ERR TESTFAILED " + fault);
        }
        call.reply().ok();
    }

    private @Nullable HyperLogLog find(Call call, int index) {
        byte[] value = call.keyspace().string(call.key(index));
        return value == null ? null : HyperLogLog.of(value, sparseBytesMax.getAsInt());
    }

    private static void store(Call call, int index, HyperLogLog value) {
        call.keyspace().putString(call.key(index), value.value(), Expiry.KEEP, StringEncoding.RAW);
    }
}
