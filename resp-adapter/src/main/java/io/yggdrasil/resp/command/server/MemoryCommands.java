package io.yggdrasil.resp.command.server;

import static io.yggdrasil.resp.command.CommandFlag.READONLY;
import static io.yggdrasil.resp.command.CommandFlag.UNNOTICED;

import io.yggdrasil.ignite.collection.Collection;
import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.command.Command;
import io.yggdrasil.resp.command.CommandFamily;
import io.yggdrasil.resp.command.CommandGroup;
import io.yggdrasil.resp.command.CommandHandler;
import io.yggdrasil.resp.command.CommandTable;
import io.yggdrasil.resp.command.Errors;
import io.yggdrasil.resp.command.Help;
import io.yggdrasil.resp.command.KeySpec;
import io.yggdrasil.resp.keyspace.Key;
import io.yggdrasil.resp.keyspace.Keyspace;
import io.yggdrasil.resp.keyspace.ValueType;
import io.yggdrasil.resp.wire.ReplyWriter;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;

/** MEMORY. */
public final class MemoryCommands implements CommandFamily {
    /** What an entry takes beside its key and value: row header, version, links of the tree and the free list. */
    private static final int ENTRY_BYTES = 88;

    private static final String[] SPECIAL = {
        "nondeterministic_output", "request_policy:all_shards", "response_policy:special"
    };
    private static final Help HELP = new Help(
            "memory",
            "DOCTOR",
            "    Whether memory is short, in words.",
            "MALLOC-STATS",
            "    The pools of the Java heap.",
            "PURGE",
            "    Nothing: pages of data are used again, not given back.",
            "STATS",
            "    Use of memory in numbers.",
            "USAGE <key> [SAMPLES <count>]",
            "    About how many bytes a key and its value take.");

    private final ServerFacts facts;

    /** Makes the family. */
    public MemoryCommands(ServerFacts facts) {
        this.facts = facts;
    }

    @Override
    public void register(CommandTable table) {
        table.add(Command.named("memory")
                .arity(-2)
                .group(CommandGroup.SERVER)
                .since("4.0.0")
                .complexity("Depends on subcommand.")
                .summary("Commands on memory.")
                .sub(sub("usage", -3, "Estimates what a key takes.", MemoryCommands::usage)
                        .syntax("key [SAMPLES count]")
                        .complexity("O(N) for N samples.")
                        .flags(READONLY, UNNOTICED)
                        .keys(KeySpec.at(2, KeySpec.Flag.RO)))
                .sub(sub("stats", 2, "Shows the use of memory.", this::stats).tips(SPECIAL))
                .sub(sub("doctor", 2, "Explains the use of memory.", this::doctor)
                        .tips(SPECIAL))
                .sub(sub("malloc-stats", 2, "Shows the pools of the Java heap.", MemoryCommands::pools)
                        .complexity("O(1)")
                        .tips(SPECIAL))
                .sub(sub("purge", 2, "Does nothing.", call -> call.reply().ok())
                        .complexity("O(1)")
                        .tips("request_policy:all_shards", "response_policy:all_succeeded"))
                .sub(HELP.declare().since("4.0.0")));
    }

    private static Command.Builder sub(String name, int arity, String summary, CommandHandler handler) {
        return Command.named(name).arity(arity).since("4.0.0").summary(summary).handler(handler);
    }

    private static void usage(Call call) {
        for (int i = 3; i < call.count(); i += 2) {
            if (!call.is(i, "SAMPLES") || i + 1 == call.count() || call.integer(i + 1) < 0) {
                throw Errors.syntax();
            }
        }
        Key key = call.key(2);
        Keyspace space = call.keyspace();
        ValueType type = space.type(key);
        if (type == null) {
            call.reply().nullBulk();
            return;
        }
        call.reply().integer(ENTRY_BYTES + key.length() + valueBytes(space, key, type));
    }

    private static long valueBytes(Keyspace space, Key key, ValueType type) {
        if (type == ValueType.STRING) {
            return Math.max(0, space.stringLength(key));
        }
        Collection collection = space.collection(key, type);
        return collection == null ? 0 : collection.storedBytes();
    }

    private void stats(Call call) {
        Host.MemoryUse memory = facts.host().memory();
        long keys = 0;
        for (int i = 0; i < call.databases(); i++) {
            keys += call.keyspace(i).size();
        }
        long rss = ProcessFacts.residentBytes();
        ReplyWriter reply = call.reply();
        reply.map(16);
        number(reply, "peak.allocated", memory.dataBytes());
        number(reply, "total.allocated", memory.dataBytes());
        number(reply, "startup.allocated", 0);
        number(reply, "replication.backlog", 0);
        number(reply, "clients.slaves", 0);
        number(reply, "clients.normal", clientBytes());
        number(reply, "cluster.links", 0);
        number(reply, "aof.buffer", 0);
        number(reply, "overhead.total", 0);
        number(reply, "keys.count", keys);
        number(reply, "keys.bytes-per-key", keys == 0 ? 0 : memory.dataBytes() / keys);
        number(reply, "dataset.bytes", memory.dataBytes());
        reply.bulk("dataset.percentage");
        reply.real(100);
        number(reply, "allocator.resident", rss);
        number(reply, "heap.used", memory.heapBytes());
        number(reply, "heap.max", memory.heapBytesMax());
    }

    private long clientBytes() {
        return facts.clients().all().stream()
                .mapToLong(client -> client.link().inputBytes() + client.link().outputBytes())
                .sum();
    }

    private static void number(ReplyWriter reply, String name, long value) {
        reply.bulk(name);
        reply.integer(value);
    }

    private void doctor(Call call) {
        Host.MemoryUse memory = facts.host().memory();
        StringBuilder out = new StringBuilder();
        appendUse(out, "Page memory, which holds the data", memory.dataBytes(), memory.dataBytesMax());
        appendUse(out, "The Java heap, which holds requests and replies", memory.heapBytes(), memory.heapBytesMax());
        call.reply().verbatim("txt", out.toString());
    }

    private static void appendUse(StringBuilder out, String what, long used, long maximum) {
        long percent = maximum <= 0 ? 0 : used * 100 / maximum;
        out.append(what).append(", is ").append(percent).append(" % full: ");
        out.append(InfoLines.human(used))
                .append(" of ")
                .append(InfoLines.human(maximum))
                .append(". ");
        out.append(percent < 80 ? "No concern.\n" : "Give it more, or keep less.\n");
    }

    private static void pools(Call call) {
        StringBuilder out = new StringBuilder();
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            out.append(pool.getName()).append(": ").append(pool.getUsage()).append('\n');
        }
        call.reply().verbatim("txt", out.toString());
    }
}
